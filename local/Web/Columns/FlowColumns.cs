namespace FlowLogs.Local.Web.Columns;

/// <summary>What the overview needs of the records of one Parquet file, a column an array. Texts are numbers of <see cref="ValueNames"/>.</summary>
/// <param name="rows">How many records; a value is null until it is set.</param>
sealed class FlowColumns(int rows)
{
    /// <summary>A number that is null in the file.</summary>
    public const long NoNumber = long.MinValue;

    /// <summary>A start, or a protocol, that is null in the file.</summary>
    public const int None = int.MinValue;

    public int[] Source { get; } = Filled(rows, ValueNames.Null);

    public int[] Destination { get; } = Filled(rows, ValueNames.Null);

    public int[] SourcePort { get; } = Filled(rows, ValueNames.Null);

    public int[] DestinationPort { get; } = Filled(rows, ValueNames.Null);

    public int[] Interface { get; } = Filled(rows, ValueNames.Null);

    public int[] Action { get; } = Filled(rows, ValueNames.Null);

    public int[] Protocol { get; } = Filled(rows, None);

    /// <summary>Seconds since 1970.</summary>
    public int[] Start { get; } = Filled(rows, None);

    public long[] Packets { get; } = Filled(rows, NoNumber);

    public long[] Bytes { get; } = Filled(rows, NoNumber);

    /// <summary>The rows of the rejected records: few of all, and asked for often.</summary>
    public int[] Rejected { get; set; } = [];

    /// <summary>The earliest start; of no meaning where there is none.</summary>
    public int First { get; set; } = int.MaxValue;

    /// <summary>The latest start; <see cref="None"/> where there is none.</summary>
    public int Last { get; set; } = None;

    public int Rows => rows;

    static T[] Filled<T>(int rows, T value)
    {
        var array = GC.AllocateUninitializedArray<T>(rows);
        Array.Fill(array, value);
        return array;
    }
}
