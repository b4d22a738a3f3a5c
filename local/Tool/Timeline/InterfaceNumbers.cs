namespace Tool.Timeline;

/// <summary>Assigns a number to each interface id, which is faster to sort by.</summary>
sealed class InterfaceNumbers
{
    readonly List<Id> _ids = [];
    readonly Dictionary<ulong, int> _last = [];

    public int NumberOf(ReadOnlySpan<byte> id)
    {
        var digest = LineKey.Digest(id);
        var before = _last.GetValueOrDefault(digest, -1);
        for (var number = before; number >= 0; number = _ids[number].Before)
            if (id.SequenceEqual(_ids[number].Text))
                return number;
        _last[digest] = _ids.Count;
        _ids.Add(new Id(id.ToArray(), digest, before));
        return _ids.Count - 1;
    }

    /// <summary>Returns the rank of each number's id in the order of <see cref="LineKey"/>.</summary>
    public int[] Ranks()
    {
        var ordered = Enumerable.Range(0, _ids.Count).ToArray();
        Array.Sort(ordered, (one, two) => LineKey.CompareInterfaces(_ids[one].Digest, _ids[one].Text, _ids[two].Digest, _ids[two].Text));
        var ranks = new int[ordered.Length];
        for (var rank = 0; rank < ordered.Length; rank++)
            ranks[ordered[rank]] = rank;
        return ranks;
    }

    public void Clear()
    {
        _ids.Clear();
        _last.Clear();
    }

    // Before: the previous id with the same hash, or -1.
    readonly record struct Id(byte[] Text, ulong Digest, int Before);
}
