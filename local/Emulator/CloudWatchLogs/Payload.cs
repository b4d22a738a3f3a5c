using System.Buffers;
using System.IO.Compression;

namespace Emulator.CloudWatchLogs;

/// <summary>A payload that is whole, before it is compressed.</summary>
/// <param name="json">Its JSON, in an array from the shared pool, which is the payload's from now on.</param>
/// <param name="length">The JSON's length in bytes.</param>
/// <param name="arrival">When it arrives, in seconds since 1970 UTC.</param>
/// <param name="events">Its log events.</param>
/// <param name="logStream">The log stream that they are from.</param>
public sealed class Payload(byte[] json, int length, long arrival, int events, string logStream)
{
    /// <summary>Compresses it. To be called once.</summary>
    public SubscriptionRecord Compress()
    {
        // What does not compress takes nine bits a byte at most, at the fastest level.
        var compressed = ArrayPool<byte>.Shared.Rent(length + length / 8 + 256);
        using var data = new MemoryStream(compressed);
        using (var gzip = new GZipStream(data, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(json, 0, length);
        var record = new SubscriptionRecord(compressed[..(int)data.Position], arrival, events, logStream);
        ArrayPool<byte>.Shared.Return(json);
        ArrayPool<byte>.Shared.Return(compressed);
        return record;
    }
}
