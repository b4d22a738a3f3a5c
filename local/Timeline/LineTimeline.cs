namespace FlowLogs.Local.Timeline;

/// <summary>
/// Puts lines that come in any order into the order of time, in flat memory: sorted chunks, on disk where there are several, merged.
/// What comes out depends only on which lines went in, not on their order or their files.
/// </summary>
/// <param name="folder">Where chunks may be put; it is there and is this one's alone.</param>
/// <param name="slotSeconds">The length of a time slot in seconds; lines are in order by slot, and within a slot by interface.</param>
/// <param name="chunkBytes">The text that is sorted in memory, in bytes; the keys take at most two thirds more.</param>
public sealed class LineTimeline(string folder, int slotSeconds, int chunkBytes = 64 * 1024 * 1024)
{
    private readonly SortedChunk _chunk = new(chunkBytes);
    private readonly List<string> _runs = [];
    private long _newest = long.MinValue;

    /// <summary>Adds a line.</summary>
    /// <param name="line">The text, at most 65,535 bytes up to the end of its interface id.</param>
    /// <param name="end">The record's end in seconds since 1970 UTC, or null for a line without one: it comes last.</param>
    /// <param name="interfaceStart">Where the interface id stands in the line.</param>
    /// <param name="interfaceLength">Its length; 0 for a line without one.</param>
    public void Add(ReadOnlySpan<byte> line, long? end, int interfaceStart, int interfaceLength)
    {
        var slot = long.MaxValue;
        if (end is { } time)
        {
            slot = SlotOf(time);
            _newest = Math.Max(_newest, time);
        }
        if (_chunk.TryAdd(line, slot, end ?? long.MaxValue, interfaceStart, interfaceLength))
            return;
        Spill();
        if (!_chunk.TryAdd(line, slot, end ?? long.MaxValue, interfaceStart, interfaceLength))
            throw new ArgumentException("The line is longer than a chunk.", nameof(line));
    }

    /// <summary>All lines in order. Each one's text is good until the next.</summary>
    /// <param name="now">The time of lines without an end when no line has one, in seconds since 1970 UTC.</param>
    public IEnumerable<TimedLine> Read(long now)
    {
        var newest = _newest == long.MinValue ? now : _newest;
        foreach (var (key, text) in _runs.Count == 0 ? _chunk.Sort() : Merge())
        {
            var timeless = key.Slot == long.MaxValue;
            yield return new TimedLine(timeless ? SlotOf(newest) : key.Slot, timeless ? newest : key.End, text, key.InterfaceStart, key.InterfaceLength);
        }
    }

    private IEnumerable<(LineKey Key, ReadOnlyMemory<byte> Text)> Merge()
    {
        if (!_chunk.IsEmpty)
            Spill();
        var runs = _runs.ConvertAll(path => new SortedRun(path));
        try
        {
            var heads = new PriorityQueue<SortedRun, SortedRun>(
                Comparer<SortedRun>.Create((one, two) => LineKey.Compare(one.Key, one.Text.Span, two.Key, two.Text.Span)));
            foreach (var run in runs.Where(run => run.Read()))
                heads.Enqueue(run, run);
            while (heads.TryDequeue(out var first, out _))
            {
                yield return (first.Key, first.Text);
                // Out of the queue first: what it goes by must not change while it is in.
                if (first.Read())
                    heads.Enqueue(first, first);
            }
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    private void Spill()
    {
        var path = Path.Combine(folder, $"lines-{_runs.Count:D5}");
        SortedRun.Write(path, _chunk);
        _runs.Add(path);
        _chunk.Clear();
    }

    private long SlotOf(long time) => time - time % slotSeconds;
}
