using System.IO.Compression;

namespace FlowLogs;

/// <summary>A gzip member with a known text, put behind gzip data to learn whether the data is whole.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a truncated member, and bytes behind the last member, for a good end. The mark comes out at the end
/// only if all before it is whole: within a cut member it is taken for more of that member, whose checksum is then wrong, and
/// behind other bytes it is not looked for.
/// </remarks>
public static class GzipEndMark
{
    /// <summary>What <see cref="Member"/> inflates to.</summary>
    public static ReadOnlySpan<byte> Text => "\0end of data\0"u8;

    /// <summary>The mark as a gzip member.</summary>
    public static ReadOnlySpan<byte> Member => Compressed;

    static readonly byte[] Compressed = Compress();

    static byte[] Compress()
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.NoCompression))
            gzip.Write(Text);
        return member.ToArray();
    }
}
