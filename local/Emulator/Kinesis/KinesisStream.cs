using System.Globalization;
using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>A data stream: gives each record that is put its shard, its sequence number and its time of arrival.</summary>
public sealed class KinesisStream(KinesisStreamResource stream)
{
    long _records;
    long _newest = long.MinValue;

    /// <summary>Puts a record.</summary>
    /// <param name="partitionKey">Chooses the shard.</param>
    /// <param name="data">The record's data.</param>
    /// <param name="time">The time now, in seconds since 1970 UTC. A time that has passed counts as the newest one: what comes later arrives later.</param>
    public KinesisRecord Put(string partitionKey, byte[] data, long time)
    {
        _newest = Math.Max(_newest, time);
        var sequenceNumber = string.Create(CultureInfo.InvariantCulture, $"49{_records++:D54}");
        return new KinesisRecord(HashKeyRange.ShardOf(partitionKey, stream.ShardCount), partitionKey, sequenceNumber, data, _newest);
    }

    /// <summary>A shard's id, by its number.</summary>
    public static string ShardId(int shard) => string.Create(CultureInfo.InvariantCulture, $"shardId-{shard:D12}");
}
