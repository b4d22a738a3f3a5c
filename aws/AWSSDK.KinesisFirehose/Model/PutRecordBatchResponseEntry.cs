namespace Amazon.KinesisFirehose.Model;

/// <summary>Contains the id or the error of one record.</summary>
public sealed class PutRecordBatchResponseEntry
{
    public string? RecordId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}
