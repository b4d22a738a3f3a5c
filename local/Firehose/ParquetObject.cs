using FlowLogs.Local.Template;
using ParquetSharp;
using ParquetSharp.Schema;

namespace FlowLogs.Local.Firehose;

/// <summary>One Parquet file in the making: written aside, and moved to its key when it is whole.</summary>
internal sealed class ParquetObject : IDisposable
{
    readonly string _aside;
    readonly ParquetFileWriter _writer;
    readonly WriterProperties _properties;
    readonly GroupNode _schema;

    public ParquetObject(string aside, IReadOnlyList<ColumnBuffer> columns, ParquetConversion conversion)
    {
        _aside = aside;
        _schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.Node)]);
        using var builder = new WriterPropertiesBuilder();
        _properties = builder.Compression(CompressionOf(conversion.Compression)).CreatedBy("flowlogs").Build();
        _writer = new ParquetFileWriter(aside, _schema, _properties);
    }

    /// <summary>Writes a row group, and empties the buffer.</summary>
    public void Write(RowGroupBuffer rows)
    {
        if (rows.Rows > 0)
            rows.WriteTo(_writer);
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete(string path)
    {
        _writer.Close();
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

    static Compression CompressionOf(string name) => name switch
    {
        "SNAPPY" => Compression.Snappy,
        "GZIP" => Compression.Gzip,
        "UNCOMPRESSED" => Compression.Uncompressed,
        _ => throw new NotSupportedException($"The Parquet compression is '{name}'; Firehose knows SNAPPY, GZIP and UNCOMPRESSED."),
    };
}
