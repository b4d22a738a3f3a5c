using System.Buffers.Binary;

namespace FlowLogs;

/// <summary>A gzip member with a known text, put behind gzip data to learn whether the data is whole.</summary>
/// <remarks>
/// GZipStream takes a truncated member, and bytes behind the last member, for a good end. The mark comes out at the end
/// only if all before it is whole: within a cut member it is taken for more of that member, whose checksum is then wrong, and
/// behind other bytes it is not looked for. A stored block, cut where exactly the mark's bytes up to the end of its text are missing, gives the
/// text too; what it takes for the next block is then the text's checksum, and the text is chosen so that this begins with bits that no
/// block begins with. A header, cut where exactly the mark's own header is missing of its extra field, gives the text as well: behind such data
/// goes a mark with a longer header. Sources: RFC 1951, section 3.2.3 (block type 11 is reserved); RFC 1952, section 2.3 (the header).
/// </remarks>
public static class GzipEndMark
{
    /// <summary>What <see cref="Member"/> inflates to.</summary>
    public static ReadOnlySpan<byte> Text => "\0end of record\0"u8;

    /// <summary>The mark as a gzip member: header, one stored block, checksum and length of the text.</summary>
    public static ReadOnlySpan<byte> Member => Plain;

    /// <summary>The length in bytes of the longest mark that there is.</summary>
    public static int LongestMember => Named.Length;

    /// <summary>The mark to put behind this data.</summary>
    public static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> data) => MayLackTheEndOfAnExtraField(data) ? Named : Plain;

    const byte HasChecksum = 2, HasExtraField = 4, HasName = 8, HasComment = 16;

    static readonly byte[] Content =
    [
        1, (byte)Text.Length, 0, unchecked((byte)~Text.Length), 0xff, .. Text,
        0xd6, 0x8e, 0x6e, 0xb8, (byte)Text.Length, 0, 0, 0,
    ];

    static readonly byte[] Plain = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, .. Content];

    // The name has no letters: its end alone.
    static readonly byte[] Named = [0x1f, 0x8b, 8, HasName, 0, 0, 0, 0, 0, 0xff, 0, .. Content];

    /// <summary>Whether the data could be cut in a header that lacks as many bytes of an extra field, and of a checksum behind it, as the plain mark's header has.</summary>
    static bool MayLackTheEndOfAnExtraField(ReadOnlySpan<byte> data)
    {
        const int Flags = 3, ExtraLength = 10, Extra = 12;
        ReadOnlySpan<byte> header = [0x1f, 0x8b, 8];
        var lacking = Plain.Length - Content.Length;
        data = data[Math.Max(0, data.Length - Extra - ushort.MaxValue)..];
        while (data.IndexOf(header) is var place and >= 0 && data.Length - place >= Extra)
        {
            data = data[place..];
            var end = Extra + BinaryPrimitives.ReadUInt16LittleEndian(data[ExtraLength..]) + ((data[Flags] & HasChecksum) == 0 ? 0 : sizeof(ushort));
            // A name or a comment would go on to zeros that are none of the header's end.
            if ((data[Flags] & (HasExtraField | HasName | HasComment)) == HasExtraField && end == data.Length + lacking)
                return true;
            data = data[1..];
        }
        return false;
    }
}
