namespace Emulator.Kinesis;

/// <summary>The window of one shard, with the state that the function has returned so far.</summary>
sealed class TumblingWindow
{
    static readonly byte[] Fresh = "{}"u8.ToArray();

    TumblingWindow(string shardId, long start, long end) => (ShardId, Start, End) = (shardId, start, end);

    public string ShardId { get; }

    /// <summary>In seconds since 1970 UTC.</summary>
    public long Start { get; }

    /// <summary>In seconds since 1970 UTC, exclusive.</summary>
    public long End { get; }

    /// <summary>A JSON object.</summary>
    public byte[] State { get; set; } = Fresh;

    /// <summary>Returns the window of a time. Windows follow each other without gaps, and one begins at 1970-01-01T00:00:00Z.</summary>
    public static TumblingWindow Around(long time, TimeSpan length, string shardId)
    {
        var seconds = (long)length.TotalSeconds;
        var start = time - (time % seconds + seconds) % seconds;
        return new TumblingWindow(shardId, start, start + seconds);
    }

    public void DropState() => State = Fresh;
}
