using Emulator.Template;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Emulator.Firehose;

/// <summary>What all Parquet files of a delivery stream share: the columns and how they are written.</summary>
sealed class ParquetLayout : IDisposable
{
    readonly Compression _compression;

    // The properties of the last file with few rows, and which of its columns had values.
    WriterProperties? _few;
    bool[] _filled = [];

    public ParquetLayout(IReadOnlyList<ColumnBuffer> columns, ParquetConversion conversion)
    {
        _compression = CompressionOf(conversion.Compression);
        Schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.Node)]);
        Usual = Build(_ => { });
    }

    public GroupNode Schema { get; }

    /// <summary>How files are written.</summary>
    public WriterProperties Usual { get; }

    /// <summary>
    /// How a file of one small row group is written: without dictionaries, and without statistics of columns that have no values. That
    /// saves a third of the time, which counts in a history of tens of thousands of hours with few records each.
    /// </summary>
    public WriterProperties ForFew(RowGroupBuffer rows)
    {
        bool[] filled = [.. rows.Columns.Select(column => column.Values > 0)];
        if (_few is not null && filled.AsSpan().SequenceEqual(_filled))
            return _few;
        _few?.Dispose();
        _filled = filled;
        return _few = Build(builder =>
        {
            builder.DisableDictionary();
            foreach (var column in rows.Columns.Where(column => column.Values == 0))
                builder.DisableStatistics(column.Column.Name);
        });
    }

    public void Dispose()
    {
        _few?.Dispose();
        Usual.Dispose();
        Schema.Dispose();
    }

    WriterProperties Build(Action<WriterPropertiesBuilder> set)
    {
        using var builder = new WriterPropertiesBuilder();
        set(builder.Compression(_compression).CreatedBy("flowlogs"));
        return builder.Build();
    }

    static Compression CompressionOf(string name) => name switch
    {
        "SNAPPY" => Compression.Snappy,
        "GZIP" => Compression.Gzip,
        "UNCOMPRESSED" => Compression.Uncompressed,
        _ => throw new NotSupportedException($"Invalid Parquet compression '{name}'. Firehose supports SNAPPY, GZIP and UNCOMPRESSED."),
    };
}
