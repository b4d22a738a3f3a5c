using FlowLogs.Local.Template;
using ParquetSharp;
using ParquetSharp.Schema;

namespace FlowLogs.Local.Firehose;

/// <summary>One Parquet file in the making: written aside, and moved to its key when it is whole.</summary>
internal sealed class ParquetObject : IDisposable
{
    /// <summary>The rows of a row group: what DuckDB and Athena read in one piece.</summary>
    const int RowGroupRows = 122_880;

    readonly IReadOnlyList<ColumnBuffer> _columns;
    readonly string _aside;
    readonly ParquetFileWriter _writer;
    readonly WriterProperties _properties;
    readonly GroupNode _schema;

    public ParquetObject(string aside, IReadOnlyList<ColumnBuffer> columns, ParquetConversion conversion)
    {
        _columns = columns;
        _aside = aside;
        _schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.Node)]);
        using var builder = new WriterPropertiesBuilder();
        _properties = builder.Compression(CompressionOf(conversion.Compression)).CreatedBy("flowlogs").Build();
        try
        {
            _writer = new ParquetFileWriter(aside, _schema, _properties);
        }
        catch (ParquetException exception)
        {
            throw NotWritten(exception);
        }
    }

    /// <summary>Writes a row group when there are rows enough for one.</summary>
    public void WriteFullRowGroup()
    {
        if (_columns[0].Rows >= RowGroupRows)
            WriteRowGroup();
    }

    /// <summary>Writes what is left, and gives the file its name.</summary>
    public void Complete(string path)
    {
        if (_columns[0].Rows > 0)
            WriteRowGroup();
        try
        {
            _writer.Close();
        }
        catch (ParquetException exception)
        {
            throw NotWritten(exception);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_aside, path);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _properties.Dispose();
        _schema.Dispose();
        File.Delete(_aside);
    }

    void WriteRowGroup()
    {
        try
        {
            using var group = _writer.AppendRowGroup();
            foreach (var column in _columns)
            {
                using var writer = group.NextColumn();
                column.WriteTo(writer);
            }
            group.Close();
        }
        catch (ParquetException exception)
        {
            throw NotWritten(exception);
        }
    }

    // A full disk, most often. The system's own words stand at the end of the library's: "... Detail: [errno 28] No space left on device')".
    IOException NotWritten(ParquetException exception)
    {
        var start = exception.Message.LastIndexOf("[errno ", StringComparison.Ordinal);
        var reason = start < 0 ? exception.Message : exception.Message[start..].TrimEnd('\'', ')');
        return new IOException($"{_aside}: a Parquet file cannot be written: {reason}", exception);
    }

    static Compression CompressionOf(string name) => name switch
    {
        "SNAPPY" => Compression.Snappy,
        "GZIP" => Compression.Gzip,
        "UNCOMPRESSED" => Compression.Uncompressed,
        _ => throw new NotSupportedException($"The Parquet compression is '{name}'; Firehose knows SNAPPY, GZIP and UNCOMPRESSED."),
    };
}
