using System.IO.Compression;
using System.Text;

namespace FlowLogs.Tests;

/// <summary>What one member of gzip holds, and what members end to end do.</summary>
static class Gzipped
{
    static readonly byte[] Nothing = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] Of(string text, CompressionLevel level = CompressionLevel.Fastest) => Of(Encoding.UTF8.GetBytes(text), level);

    public static byte[] Of(byte[] content, CompressionLevel level = CompressionLevel.Fastest)
    {
        // .NET writes no member at all for nothing.
        if (content.Length == 0)
            return [.. Nothing];
        var data = new MemoryStream();
        using (var gzip = new GZipStream(data, level))
            gzip.Write(content);
        return data.ToArray();
    }

    public static byte[] Inflate(byte[] data)
    {
        var content = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress))
            gzip.CopyTo(content);
        return content.ToArray();
    }
}
