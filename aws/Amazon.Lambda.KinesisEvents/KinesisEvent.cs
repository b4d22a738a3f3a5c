namespace Amazon.Lambda.KinesisEvents;

/// <summary>A batch of records of one shard. Source: "Using Lambda to process records from Amazon Kinesis Data Streams", AWS Lambda Developer Guide.</summary>
public class KinesisEvent
{
    public IList<KinesisEventRecord>? Records { get; set; }

    /// <summary>A record, as the stream has it.</summary>
    public sealed class Record : Amazon.Kinesis.Model.Record
    {
        public string? KinesisSchemaVersion { get; set; }
    }

    /// <summary>A record and where it comes from.</summary>
    public sealed class KinesisEventRecord
    {
        public string? AwsRegion { get; set; }

        /// <summary>Shard and sequence number.</summary>
        public string? EventId { get; set; }

        public string? EventName { get; set; }

        public string? EventSource { get; set; }

        public string? EventSourceARN { get; set; }

        public string? EventVersion { get; set; }

        public string? InvokeIdentityArn { get; set; }

        public Record? Kinesis { get; set; }
    }
}
