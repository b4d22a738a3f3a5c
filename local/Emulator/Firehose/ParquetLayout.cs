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
        Small = conversion.Compression == "GZIP" ? null : new SmallParquet(isSnappy: conversion.Compression == "SNAPPY");
    }

    public GroupNode Schema { get; }

    /// <summary>How the library writes files.</summary>
    public WriterProperties Properties { get; }

    /// <summary>Encodes the files of few rows; null if the library does, for a compression that only the library has.</summary>
    public SmallParquet? Small { get; }

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
