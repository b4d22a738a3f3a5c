using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>A data stream. It assigns a shard, a sequence number and an arrival time to each record.</summary>
public sealed class KinesisStream(KinesisStreamResource stream)
{
    long _records;
    long _newest = long.MinValue;

    /// <summary>Puts a record.</summary>
    /// <param name="partitionKey">Determines the shard.</param>
    /// <param name="data">The record's data.</param>
    /// <param name="time">The current time, in seconds since 1970 UTC. If it is before the previous record, the record gets the time of
    /// that record.</param>
    public KinesisRecord Put(string partitionKey, byte[] data, long time)
    {
        _newest = Math.Max(_newest, time);
        var sequenceNumber = $"49{_records++:D54}";
        return new KinesisRecord(HashKeyRange.ShardOf(partitionKey, stream.ShardCount), partitionKey, sequenceNumber, data, _newest);
    }

    /// <summary>Returns the id of a shard.</summary>
    public static string ShardId(int shard) => $"shardId-{shard:D12}";
}
