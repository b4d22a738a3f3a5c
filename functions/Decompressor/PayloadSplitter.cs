using System.IO.Compression;
using System.Text.Json;
using FlowLogs;

namespace Decompressor;

/// <summary>Divides a record by its log events into records of the same kind that are small enough to be answered.</summary>
public static class PayloadSplitter
{
    /// <summary>
    /// Where a part ends at the latest, in bytes of log events before compression. Their JSON lines take about three times as much room
    /// in base64, so several parts fit one response; and no part comes near the 1,000 KiB that Firehose takes as a record.
    /// </summary>
    public const int PartBytes = 512 * 1024;

    /// <summary>Divides the data of a record that can be read and has at least one log event.</summary>
    /// <returns>The data of each part, gzip'd; null when the record has a single event and so cannot get smaller.</returns>
    public static IReadOnlyList<byte[]>? Split(ReadOnlySpan<byte> gzip)
    {
        var buffer = new byte[gzip.Length + GzipInflater.Reserve];
        gzip.CopyTo(buffer);
        if (GzipInflater.TryInflate(buffer, gzip.Length, Array.MaxLength / 2, out var inflated) is { } reason)
            throw new InvalidOperationException($"A record that had been read could not be read again: {reason}.");
        using (inflated)
        {
            // At most half of the record: each time round it gets smaller, whatever its lines take.
            var partBytes = Math.Min(PartBytes, inflated.Span.Length / 2);
            var parts = new List<byte[]>();
            var reader = new Utf8JsonReader(inflated.Span, new JsonReaderOptions { AllowMultipleValues = true });
            var events = 0;
            while (reader.Read())
                events += SplitPayload(inflated.Span, ref reader, partBytes, parts);
            return events > 1 ? parts : null;
        }
    }

    static int SplitPayload(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, int partBytes, List<byte[]> parts)
    {
        var envelope = new MemoryStream();
        var events = default(Utf8JsonReader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.ValueTextEquals("logEvents"u8);
            var start = (int)reader.TokenStartIndex;
            reader.Read();
            if (isEvents)
                events = reader;
            reader.Skip();
            if (isEvents)
                continue;
            envelope.Write(json[start..(int)reader.BytesConsumed]);
            envelope.Write(","u8);
        }

        var count = 0;
        var first = -1;
        while (events.Read() && events.TokenType != JsonTokenType.EndArray)
        {
            if (first < 0)
                first = (int)events.TokenStartIndex;
            events.Skip();
            count++;
            if (events.BytesConsumed - first < partBytes)
                continue;
            parts.Add(Compress(envelope, json[first..(int)events.BytesConsumed]));
            first = -1;
        }
        if (first >= 0)
            parts.Add(Compress(envelope, json[first..(int)events.TokenStartIndex]));
        return count;
    }

    static byte[] Compress(MemoryStream envelope, ReadOnlySpan<byte> events)
    {
        var part = new MemoryStream();
        using (var gzip = new GZipStream(part, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("{"u8);
            gzip.Write(envelope.GetBuffer().AsSpan(0, (int)envelope.Length));
            gzip.Write("\"logEvents\":["u8);
            gzip.Write(events);
            gzip.Write("]}"u8);
        }
        return part.ToArray();
    }
}
