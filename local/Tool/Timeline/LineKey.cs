using System.Buffers.Binary;

namespace Tool.Timeline;

/// <summary>The sort key of a line: slot, interface, end, text. Two lines with equal keys are the same record twice.</summary>
readonly struct LineKey(long slot, long end, ReadOnlySpan<byte> line, int interfaceStart, int interfaceLength)
{
    public readonly long Slot = slot;
    public readonly long End = end;
    public readonly ushort InterfaceStart = (ushort)interfaceStart;
    public readonly ushort InterfaceLength = (ushort)interfaceLength;
    readonly ulong _interface = Digest(line.Slice(interfaceStart, interfaceLength));

    public static int Compare(in LineKey one, ReadOnlySpan<byte> oneText, in LineKey two, ReadOnlySpan<byte> twoText)
    {
        var order = one.Slot.CompareTo(two.Slot);
        if (order == 0)
            order = CompareInterfaces(one._interface, Interface(one, oneText), two._interface, Interface(two, twoText));
        if (order == 0)
            order = one.End.CompareTo(two.End);
        return order != 0 ? order : oneText.SequenceCompareTo(twoText);
    }

    public static int CompareInterfaces(ulong oneDigest, ReadOnlySpan<byte> one, ulong twoDigest, ReadOnlySpan<byte> two) =>
        oneDigest != twoDigest ? oneDigest.CompareTo(twoDigest) : one.SequenceCompareTo(two);

    // The last bytes differ first: all ids begin with "eni-".
    public static ulong Digest(ReadOnlySpan<byte> id)
    {
        if (id.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(id[^sizeof(ulong)..]);
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        whole.Clear();
        id.CopyTo(whole);
        return BinaryPrimitives.ReadUInt64BigEndian(whole);
    }

    static ReadOnlySpan<byte> Interface(in LineKey key, ReadOnlySpan<byte> text) => text.Slice(key.InterfaceStart, key.InterfaceLength);
}
