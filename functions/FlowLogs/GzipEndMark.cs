namespace FlowLogs;

/// <summary>A gzip member with a known text, put behind gzip data to learn whether the data is whole.</summary>
/// <remarks>
/// GZipStream takes a truncated member, and bytes behind the last member, for a good end. The mark comes out at the end
/// only if all before it is whole: within a cut member it is taken for more of that member, whose checksum is then wrong, and
/// behind other bytes it is not looked for. A stored block, cut where exactly the mark's bytes up to the end of its text are missing, gives the
/// text too; what it takes for the next block is then the text's checksum, and the text is chosen so that this begins with bits that no
/// block begins with. Source: RFC 1951, section 3.2.3 (block type 11 is reserved).
/// </remarks>
public static class GzipEndMark
{
    /// <summary>What <see cref="Member"/> inflates to.</summary>
    public static ReadOnlySpan<byte> Text => "\0end of record\0"u8;

    /// <summary>The mark as a gzip member: header, one stored block, checksum and length of the text.</summary>
    public static ReadOnlySpan<byte> Member => Bytes;

    static readonly byte[] Bytes =
    [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff,
        1, (byte)Text.Length, 0, unchecked((byte)~Text.Length), 0xff, .. Text,
        0xd6, 0x8e, 0x6e, 0xb8, (byte)Text.Length, 0, 0, 0,
    ];
}
