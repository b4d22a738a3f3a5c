using Emulator.Template;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Emulator.Firehose;

/// <summary>What all Parquet files of a delivery stream share: the columns and how they are written.</summary>
sealed class ParquetLayout : IDisposable
{
    public ParquetLayout(IReadOnlyList<ColumnBuffer> columns, ParquetConversion conversion)
    {
        Schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.Node)]);
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(CompressionOf(conversion.Compression)).CreatedBy("flowlogs");
        Properties = builder.Build();
    }

    public GroupNode Schema { get; }

    /// <summary>How the library writes files.</summary>
    public WriterProperties Properties { get; }

    /// <summary>Encodes the files of few rows.</summary>
    public SmallParquet Small { get; } = new();

    public void Dispose()
    {
        Properties.Dispose();
        Schema.Dispose();
    }

    static Compression CompressionOf(string name) => name switch
    {
        "SNAPPY" => Compression.Snappy,
        "GZIP" => Compression.Gzip,
        "UNCOMPRESSED" => Compression.Uncompressed,
        _ => throw new NotSupportedException($"Invalid Parquet compression '{name}'. Firehose supports SNAPPY, GZIP and UNCOMPRESSED."),
    };
}
