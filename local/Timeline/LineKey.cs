using System.Buffers.Binary;

namespace FlowLogs.Local.Timeline;

/// <summary>What lines are sorted by: slot, interface, end, text. Two lines that are equal in all are the same record twice.</summary>
internal readonly struct LineKey(long slot, long end, int offset, int length, ReadOnlySpan<byte> line, int interfaceStart, int interfaceLength)
{
    public readonly long Slot = slot;
    public readonly long End = end;
    public readonly int Offset = offset;
    public readonly int Length = length;
    public readonly ushort InterfaceStart = (ushort)interfaceStart;
    public readonly ushort InterfaceLength = (ushort)interfaceLength;
    private readonly ulong _interface = Digest(line.Slice(interfaceStart, interfaceLength));

    public static int Compare(in LineKey one, ReadOnlySpan<byte> oneText, in LineKey two, ReadOnlySpan<byte> twoText)
    {
        var order = one.Slot.CompareTo(two.Slot);
        if (order == 0)
            order = one._interface.CompareTo(two._interface);
        if (order == 0)
            order = Interface(one, oneText).SequenceCompareTo(Interface(two, twoText));
        if (order == 0)
            order = one.End.CompareTo(two.End);
        return order != 0 ? order : oneText.SequenceCompareTo(twoText);
    }

    private static ReadOnlySpan<byte> Interface(in LineKey key, ReadOnlySpan<byte> text) => text.Slice(key.InterfaceStart, key.InterfaceLength);

    // The last bytes tell interfaces apart soonest: all ids begin with "eni-".
    private static ulong Digest(ReadOnlySpan<byte> id)
    {
        Span<byte> last = stackalloc byte[8];
        id[Math.Max(0, id.Length - 8)..].CopyTo(last);
        return BinaryPrimitives.ReadUInt64BigEndian(last);
    }
}
