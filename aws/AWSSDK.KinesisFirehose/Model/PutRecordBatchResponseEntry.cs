namespace Amazon.KinesisFirehose.Model;

/// <summary>What became of one record: an id, or an error.</summary>
public sealed class PutRecordBatchResponseEntry
{
    public string? RecordId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}
