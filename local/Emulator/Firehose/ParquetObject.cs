using Emulator.Template;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Emulator.Firehose;

/// <summary>A Parquet file that is written in the work folder and moved to its key when it is complete.</summary>
sealed class ParquetObject : IDisposable
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
        try
        {
            _writer = new ParquetFileWriter(aside, _schema, _properties);
        }
        catch (ParquetException exception)
        {
            throw NotWritten(exception);
        }
    }

    /// <summary>Writes a row group and clears the buffer.</summary>
    public void Write(RowGroupBuffer rows)
    {
        if (rows.Rows == 0)
            return;
        try
        {
            rows.WriteTo(_writer);
        }
        catch (ParquetException exception)
        {
            throw NotWritten(exception);
        }
    }

    /// <summary>Moves the complete file to its key.</summary>
    public void Complete(string path)
    {
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

    // Usually a full disk. The library's message ends with the reason of the system: "... Detail: [errno 28] No space left on device')".
    IOException NotWritten(ParquetException exception)
    {
        var start = exception.Message.LastIndexOf("[errno ", StringComparison.Ordinal);
        var reason = start < 0 ? exception.Message : exception.Message[start..].TrimEnd('\'', ')');
        return new IOException($"{_aside}: The Parquet file cannot be written: {reason}", exception);
    }

    static Compression CompressionOf(string name) => name switch
    {
        "SNAPPY" => Compression.Snappy,
        "GZIP" => Compression.Gzip,
        "UNCOMPRESSED" => Compression.Uncompressed,
        _ => throw new NotSupportedException($"Invalid Parquet compression '{name}'. Firehose supports SNAPPY, GZIP and UNCOMPRESSED."),
    };
}
