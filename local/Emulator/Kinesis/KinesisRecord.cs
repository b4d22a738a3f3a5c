namespace Emulator.Kinesis;

/// <summary>A record in a data stream.</summary>
/// <param name="Shard">The number of its shard.</param>
/// <param name="PartitionKey">The partition key, which determines the shard.</param>
/// <param name="SequenceNumber">Its position in the stream: an increasing number of 56 digits.</param>
/// <param name="Data">The data of the record.</param>
/// <param name="Arrival">The time of arrival, in seconds since 1970 UTC; never earlier than that of the previous record.</param>
public sealed record KinesisRecord(int Shard, string PartitionKey, string SequenceNumber, byte[] Data, long Arrival);
