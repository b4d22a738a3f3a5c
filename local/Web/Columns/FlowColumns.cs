namespace FlowLogs.Local.Web.Columns;

/// <summary>What the overview needs of the records of one Parquet file, a column an array. Texts are numbers of <see cref="ValueNames"/>.</summary>
sealed class FlowColumns
{
    /// <summary>A number that is null in the file.</summary>
    public const long NoNumber = long.MinValue;

    /// <summary>A start, or a protocol, that is null in the file.</summary>
    public const int None = int.MinValue;

    public required int[] Source { get; init; }

    public required int[] Destination { get; init; }

    public required int[] SourcePort { get; init; }

    public required int[] DestinationPort { get; init; }

    public required int[] Interface { get; init; }

    public required int[] Action { get; init; }

    public required int[] Protocol { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required int[] Start { get; init; }

    public required long[] Packets { get; init; }

    public required long[] Bytes { get; init; }

    /// <summary>The rows of the rejected records: few of all, and asked for often.</summary>
    public required int[] Rejected { get; init; }

    /// <summary>The earliest start; of no meaning where there is none.</summary>
    public required int First { get; init; }

    /// <summary>The latest start; <see cref="None"/> where there is none.</summary>
    public required int Last { get; init; }

    public int Rows => Start.Length;
}
