using System.Buffers;
using System.IO.Compression;

namespace Emulator.CloudWatchLogs;

/// <summary>A complete payload before compression.</summary>
/// <param name="json">The JSON, in an array of the shared pool. The payload owns the array.</param>
/// <param name="length">The length of the JSON in bytes.</param>
/// <param name="arrival">The time of arrival, in seconds since 1970 UTC.</param>
/// <param name="events">The number of log events.</param>
/// <param name="logStream">The log stream of the events.</param>
public sealed class Payload(byte[] json, int length, long arrival, int events, string logStream)
{
    /// <summary>Compresses the payload. Call it once.</summary>
    public SubscriptionRecord Compress()
    {
        // At the fastest level, incompressible data takes at most nine bits per byte.
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
