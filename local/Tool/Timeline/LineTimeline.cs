using Emulator.CloudWatchLogs;

namespace Tool.Timeline;

/// <summary>
/// Sorts lines by time in constant memory: chunks are sorted, written to disk if there are several, and merged. The result depends only on
/// the lines, not on their order or their files.
/// </summary>
/// <remarks>One chunk is sorted and written while the next one is filled.</remarks>
/// <param name="folder">An existing folder for chunks that nothing else uses.</param>
/// <param name="slotSeconds">The length of a time slot in seconds, at most 60. Lines are sorted by slot, and within a slot by
/// interface.</param>
/// <param name="chunkBytes">The text of a chunk, in bytes. Its index takes at most as much again, and there are two chunks.</param>
public sealed class LineTimeline(string folder, int slotSeconds, int chunkBytes = 64 * 1024 * 1024)
{
    readonly List<string> _runs = [];
    SortedChunk? _chunk = new(chunkBytes, slotSeconds);
    SortedChunk? _spilled;
    Task _spilling = Task.CompletedTask;
    long _newest = long.MinValue;

    /// <summary>Adds a line.</summary>
    /// <param name="line">The text, at most 65,535 bytes up to the end of its interface id.</param>
    /// <param name="end">The end of the record in seconds since 1970 UTC, or null for a line without an end, which is sorted last.</param>
    /// <param name="interfaceStart">The index of the interface id in the line.</param>
    /// <param name="interfaceLength">The length of the interface id; 0 for a line without one.</param>
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

    /// <summary>Returns all lines in order. Read them once; the text of a line is valid until the next line.</summary>
    /// <param name="now">The time of lines without an end if no line has an end, in seconds since 1970 UTC.</param>
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
        // Releases the memory of the chunks for the stages that follow.
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
                    // Most flow logs are already sorted by time, so consecutive lines come from one chunk.
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
            FileSizeLimit.Write(path, () => SortedRun.Write(path, full));
            full.Clear();
        });
    }

    /// <summary>Waits for the chunk that is being written. An error is permanent, because its lines are lost.</summary>
    void Settle() => _spilling.GetAwaiter().GetResult();

    TimedLine Timed(in LineKey key, ReadOnlyMemory<byte> text, long newest)
    {
        var isTimeless = key.Slot == long.MaxValue;
        return new TimedLine(isTimeless ? SlotOf(newest) : key.Slot, isTimeless ? newest : key.End, text, key.InterfaceStart,
            key.InterfaceLength);
    }

    // Rounds down for times before 1970, too.
    long SlotOf(long time) => time - (time % slotSeconds + slotSeconds) % slotSeconds;
}
