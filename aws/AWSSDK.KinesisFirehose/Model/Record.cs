namespace Amazon.KinesisFirehose.Model;

/// <summary>One record.</summary>
public sealed class Record
{
    /// <summary>At most 1,000 KiB.</summary>
    public MemoryStream? Data { get; set; }
}
