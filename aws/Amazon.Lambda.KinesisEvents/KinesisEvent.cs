namespace Amazon.Lambda.KinesisEvents;

/// <summary>
/// Contains a batch of records of one shard. Source: "Using Lambda to process records from Amazon Kinesis Data Streams", AWS Lambda
/// Developer Guide.
/// </summary>
public class KinesisEvent
{
    public IList<KinesisEventRecord>? Records { get; set; }

    /// <summary>A record of the stream.</summary>
    public sealed class Record : Amazon.Kinesis.Model.Record;

    /// <summary>A record of the batch.</summary>
    public sealed class KinesisEventRecord
    {
        public Record? Kinesis { get; set; }
    }
}
