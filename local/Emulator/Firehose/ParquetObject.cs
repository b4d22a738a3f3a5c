using Emulator.Template;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;

namespace Emulator.Firehose;

/// <summary>A Parquet file that is encoded in memory, written in the work folder, and moved to its key when it is complete.</summary>
/// <remarks>Written directly to a file, each page would be several system calls: hundreds for a file of one row.</remarks>
sealed class ParquetObject : IDisposable
{
    readonly string _aside;
    readonly BufferOutputStream _encoded = new();
    readonly ParquetFileWriter _writer;
    readonly WriterProperties _properties;
    readonly GroupNode _schema;

    public ParquetObject(string aside, IReadOnlyList<ColumnBuffer> columns, ParquetConversion conversion)
    {
        _aside = aside;
        _schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.Node)]);
        using var builder = new WriterPropertiesBuilder();
        _properties = builder.Compression(CompressionOf(conversion.Compression)).CreatedBy("flowlogs").Build();
        _writer = new ParquetFileWriter(_encoded, _schema, _properties);
    }

    /// <summary>Writes a row group and clears the buffer.</summary>
    public void Write(RowGroupBuffer rows)
    {
        if (rows.Rows > 0)
            rows.WriteTo(_writer);
    }

    /// <summary>Writes the file and moves it to its key.</summary>
    /// <exception cref="IOException">The file cannot be written. Usually the disk is full.</exception>
    public void Complete(string path)
    {
        _writer.Close();
        using (var bytes = _encoded.Finish())
            Write(bytes.ToArray());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_aside, path);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _encoded.Dispose();
        _properties.Dispose();
        _schema.Dispose();
        File.Delete(_aside);
    }

    void Write(byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(_aside, bytes);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // .NET's exception for a file that has reached the size limit of the process.
            throw new IOException($"{_aside}: File too large", exception);
        }
    }

    static Compression CompressionOf(string name) => name switch
    {
        "SNAPPY" => Compression.Snappy,
        "GZIP" => Compression.Gzip,
        "UNCOMPRESSED" => Compression.Uncompressed,
        _ => throw new NotSupportedException($"Invalid Parquet compression '{name}'. Firehose supports SNAPPY, GZIP and UNCOMPRESSED."),
    };
}
