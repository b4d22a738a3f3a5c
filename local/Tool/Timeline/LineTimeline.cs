using Emulator.CloudWatchLogs;
namespace Tool.Timeline;

/// <summary>
/// Puts lines that come in any order into the order of time, in flat memory: sorted chunks, on disk where there are several, merged.
/// What comes out depends only on which lines went in, not on their order or their files.
/// </summary>
/// <remarks>While one chunk is sorted and written, the next is filled.</remarks>
/// <param name="folder">Where chunks may be put; it is there and is this one's alone.</param>
/// <param name="slotSeconds">The length of a time slot in seconds, at most 60; lines are in order by slot, and within a slot by interface.</param>
/// <param name="chunkBytes">The text that is sorted in memory, in bytes; what else is kept for it takes at most as much, and there are two of these.</param>
public sealed class LineTimeline(string folder, int slotSeconds, int chunkBytes = 64 * 1024 * 1024)
{
    readonly List<string> _runs = [];
    SortedChunk? _chunk = new(chunkBytes, slotSeconds);
    SortedChunk? _spilled;
    Task _spilling = Task.CompletedTask;
    long _newest = long.MinValue;

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
        if (_chunk!.TryAdd(line, slot, end ?? long.MaxValue, interfaceStart, interfaceLength))
            return;
        Spill();
        if (!_chunk.TryAdd(line, slot, end ?? long.MaxValue, interfaceStart, interfaceLength))
            throw new ArgumentException("The line is longer than a chunk.", nameof(line));
    }

    /// <summary>All lines in order; to be read once. Each one's text is good until the next.</summary>
    /// <param name="now">The time of lines without an end when no line has one, in seconds since 1970 UTC.</param>
    public IEnumerable<TimedLine> Read(long now)
    {
        var newest = _newest == long.MinValue ? now : _newest;
        return _runs.Count == 0 ? ReadChunk(newest) : Merge(newest);
    }

    IEnumerable<TimedLine> ReadChunk(long newest)
    {
        foreach (var (key, text) in _chunk!.Sort())
            yield return Timed(key, text, newest);
    }

    IEnumerable<TimedLine> Merge(long newest)
    {
        if (!_chunk!.IsEmpty)
            Spill();
        Settle();
        // Their memory is for what comes behind, which begins now.
        (_chunk, _spilled) = (null, null);
        GC.Collect();
        var runs = _runs.ConvertAll(path => new SortedRun(path));
        try
        {
            var others = new PriorityQueue<SortedRun, SortedRun>(Comparer<SortedRun>.Create(Compare));
            foreach (var run in runs.Where(run => run.Read()))
                others.Enqueue(run, run);
            while (others.TryDequeue(out var first, out _))
            {
                var isFirst = true;
                while (isFirst)
                {
                    yield return Timed(first.Key, first.Text, newest);
                    if (!first.Read())
                        break;
                    // Most flow logs are in the order of time by themselves, so that one run's lines follow each other.
                    isFirst = others.Count == 0 || Compare(first, others.Peek()) <= 0;
                    if (!isFirst)
                        others.Enqueue(first, first);
                }
            }
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    static int Compare(SortedRun one, SortedRun two) => LineKey.Compare(one.Key, one.Text.Span, two.Key, two.Text.Span);

    void Spill()
    {
        Settle();
        var full = _chunk!;
        _chunk = _spilled ?? new SortedChunk(chunkBytes, slotSeconds);
        _spilled = full;
        var path = Path.Combine(folder, $"lines-{_runs.Count:D5}");
        _runs.Add(path);
        _spilling = Task.Run(() =>
        {
            SortedRun.Write(path, full);
            full.Clear();
        });
    }

    /// <summary>Waits for the chunk that is being written. What failed once fails each time: its lines are nowhere else.</summary>
    void Settle() => _spilling.GetAwaiter().GetResult();

    TimedLine Timed(in LineKey key, ReadOnlyMemory<byte> text, long newest)
    {
        var isTimeless = key.Slot == long.MaxValue;
        return new TimedLine(isTimeless ? SlotOf(newest) : key.Slot, isTimeless ? newest : key.End, text, key.InterfaceStart, key.InterfaceLength);
    }

    // Times before 1970 too are behind their slot's start.
    long SlotOf(long time) => time - (time % slotSeconds + slotSeconds) % slotSeconds;
}
