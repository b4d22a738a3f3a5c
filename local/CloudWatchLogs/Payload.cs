using System.Buffers;
using System.IO.Compression;

namespace FlowLogs.Local.CloudWatchLogs;

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
        var data = new MemoryStream(256 + length / 8);
        using (var gzip = new GZipStream(data, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(json, 0, length);
        ArrayPool<byte>.Shared.Return(json);
        return new SubscriptionRecord(data.ToArray(), arrival, events, logStream);
    }
}
