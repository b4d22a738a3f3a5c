namespace FlowLogs.Local.Timeline;

/// <summary>As many lines as memory is given for, sorted on demand.</summary>
internal sealed class SortedChunk(int capacity)
{
    // Keys take memory too; lines of a byte or two would have more of it than all their text.
    private const int ShortLine = 64;

    private readonly byte[] _text = new byte[capacity];
    private readonly List<LineKey> _keys = [];
    private int _length;

    public bool IsEmpty => _keys.Count == 0;

    public bool TryAdd(ReadOnlySpan<byte> line, long slot, long end, int interfaceStart, int interfaceLength)
    {
        if (line.Length > _text.Length - _length || _keys.Count > capacity / ShortLine)
            return false;
        line.CopyTo(_text.AsSpan(_length));
        _keys.Add(new LineKey(slot, end, _length, line.Length, line, interfaceStart, interfaceLength));
        _length += line.Length;
        return true;
    }

    public IEnumerable<(LineKey Key, ReadOnlyMemory<byte> Text)> Sort()
    {
        _keys.Sort((one, two) => LineKey.Compare(one, Text(one), two, Text(two)));
        foreach (var key in _keys)
            yield return (key, _text.AsMemory(key.Offset, key.Length));
    }

    public void Clear()
    {
        _keys.Clear();
        _length = 0;
    }

    private ReadOnlySpan<byte> Text(in LineKey key) => _text.AsSpan(key.Offset, key.Length);
}
