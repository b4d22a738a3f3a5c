using Emulator.Template;
using ParquetSharp;

namespace Emulator.Firehose;

/// <summary>The rows of the next Parquet row group, by column.</summary>
sealed class RowGroupBuffer
{
    /// <summary>The column in which Decompressor keeps a message that does not match the format.</summary>
    const string UnparsedColumn = "unparsed";

    /// <summary>The number of rows of a row group, the unit that DuckDB and Athena read.</summary>
    const int FullAt = 122_880;

    readonly ColumnBuffer? _unparsed;
    readonly OpenXJsonReader _reader;

    public RowGroupBuffer(GlueTableResource table, ParquetConversion conversion)
    {
        Columns = [.. table.Columns.Select(ColumnBuffer.Create)];
        _unparsed = Columns.FirstOrDefault(column => column.Column.Name == UnparsedColumn);
        _reader = new OpenXJsonReader(conversion, Columns);
    }

    public IReadOnlyList<ColumnBuffer> Columns { get; }

    public int Rows { get; private set; }

    /// <summary>The number of rows with a record that does not match the format.</summary>
    public int Unparsed => _unparsed?.Values ?? 0;

    public bool IsFull => Rows >= FullAt;

    /// <summary>Adds a row per JSON object, or no row if one of the objects cannot be converted.</summary>
    /// <returns>Null, or the reason why the data cannot be converted.</returns>
    public string? TryAdd(ReadOnlySpan<byte> json)
    {
        var rows = Rows;
        var reason = _reader.TryAdd(json, ref rows);
        if (reason is null)
            Rows = rows;
        return reason;
    }

    /// <summary>Writes the rows as a row group and clears the buffer.</summary>
    public void WriteTo(ParquetFileWriter file)
    {
        using var group = file.AppendRowGroup();
        foreach (var column in Columns)
        {
            using var writer = group.NextColumn();
            column.WriteTo(writer, Rows);
        }
        group.Close();
        Rows = 0;
    }

    /// <summary>Removes all rows.</summary>
    public void Clear()
    {
        foreach (var column in Columns)
            column.Truncate(0);
        Rows = 0;
    }
}
