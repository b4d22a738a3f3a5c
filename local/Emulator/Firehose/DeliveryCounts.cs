namespace Emulator.Firehose;

/// <summary>Counts of a delivery stream.</summary>
public sealed class DeliveryCounts
{
    /// <summary>Rows in Parquet files.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows with a record that does not match the format and is kept in the column <c>unparsed</c>.</summary>
    public long Unparsed { get; internal set; }

    /// <summary>Log events in records that are kept under the error prefix.</summary>
    public long FailedEvents { get; internal set; }

    /// <summary>Parquet files.</summary>
    public int Files { get; internal set; }

    /// <summary>Invocations of the transformation function.</summary>
    public long Invocations { get; internal set; }
}
