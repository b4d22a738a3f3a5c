using Emulator.Template;
using ParquetSharp;

namespace Emulator.Firehose;

/// <summary>Rows on their way into a Parquet row group, column by column.</summary>
sealed class RowGroupBuffer
{
    /// <summary>The column where Decompressor keeps a message that does not fit the format.</summary>
    const string UnparsedColumn = "unparsed";

    /// <summary>The rows of a row group: what DuckDB and Athena read in one piece.</summary>
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

    /// <summary>Those of the rows whose record does not fit the format.</summary>
    public int Unparsed => _unparsed?.Values ?? 0;

    public bool IsFull => Rows >= FullAt;

    /// <summary>Adds a row for each JSON object; none at all where one of them cannot be converted.</summary>
    /// <returns>Null, or why the data cannot be converted.</returns>
    public string? TryAdd(ReadOnlySpan<byte> json)
    {
        var rows = Rows;
        var reason = _reader.TryAdd(json, ref rows);
        if (reason is null)
            Rows = rows;
        return reason;
    }

    /// <summary>Writes the rows as a row group, and begins again.</summary>
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
}
