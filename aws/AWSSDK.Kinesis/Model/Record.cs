namespace Amazon.Kinesis.Model;

/// <summary>A record of a Kinesis data stream. Source: "Record", Amazon Kinesis Data Streams API Reference.</summary>
public class Record
{
    /// <summary>The time when the stream received the record, UTC.</summary>
    public DateTime? ApproximateArrivalTimestamp { get; set; }

    /// <summary>The record's bytes.</summary>
    public MemoryStream? Data { get; set; }

    public string? PartitionKey { get; set; }

    /// <summary>The position of the record in its shard.</summary>
    public string? SequenceNumber { get; set; }
}
