namespace Amazon.KinesisFirehose.Model;

/// <summary>Records for one stream.</summary>
public sealed class PutRecordBatchRequest : AmazonKinesisFirehoseRequest
{
    public string? DeliveryStreamName { get; set; }

    /// <summary>At most 500 and, together, 4 MiB.</summary>
    public List<Record>? Records { get; set; }
}
