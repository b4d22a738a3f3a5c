namespace Emulator.Kinesis;

/// <summary>A record in a data stream.</summary>
/// <param name="Shard">The number of its shard.</param>
/// <param name="PartitionKey">What it was put with, and what chose the shard.</param>
/// <param name="SequenceNumber">Its place in the stream: a number of 56 digits that grows.</param>
/// <param name="Data">What was put.</param>
/// <param name="Arrival">When it was put, in seconds since 1970 UTC; never before the one in front of it.</param>
public sealed record KinesisRecord(int Shard, string PartitionKey, string SequenceNumber, byte[] Data, long Arrival);
