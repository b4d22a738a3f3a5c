using System.IO.Compression;
using System.Text.Json;
using FlowLogs;

namespace Decompressor;

/// <summary>Where a log event stands in a record's text, and in which of its payloads.</summary>
public readonly record struct LogEvent(Payload Payload, Range Text);

/// <summary>Where a payload stands in a record's text: what is before its first log event, and what is behind its last.</summary>
public sealed record Payload(Range Head, Range Tail);

/// <summary>Takes records apart into log events, and puts records of the same kind together from them.</summary>
public static class PayloadSplitter
{
    /// <summary>Finds the log events of the data messages, in order.</summary>
    /// <param name="payloads">Inflated payloads that <see cref="FlowRecordReader"/> has read to their end.</param>
    public static List<LogEvent> Events(ReadOnlySpan<byte> payloads)
    {
        var events = new List<LogEvent>();
        var reader = new Utf8JsonReader(payloads, JsonText.ReaderOptions);
        while (reader.Read())
            AddEvents(ref reader, events);
        return events;
    }

    /// <summary>Makes a record of log events; several, each with a part of them, where it would be too large.</summary>
    /// <param name="payloads">The text that the events stand in.</param>
    /// <param name="events">At least one, in order.</param>
    /// <param name="limit">The most bytes of a record.</param>
    /// <returns>Each record's data, gzip'd; null when an event alone is too large.</returns>
    public static IReadOnlyList<byte[]>? Pack(ReadOnlySpan<byte> payloads, ReadOnlySpan<LogEvent> events, int limit)
    {
        var packed = Pack(payloads, events);
        if (packed.Length <= limit)
            return [packed];
        var half = events.Length / 2;
        return half > 0 && Pack(payloads, events[..half], limit) is { } first && Pack(payloads, events[half..], limit) is { } second
            ? [.. first, .. second]
            : null;
    }

    static void AddEvents(ref Utf8JsonReader reader, List<LogEvent> events)
    {
        var start = (int)reader.TokenStartIndex;
        var (headEnd, tailStart) = (0, 0);
        var isData = false;
        var texts = new List<Range>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.Is("logEvents"u8);
            var isType = reader.Is("messageType"u8);
            reader.Read();
            if (isType)
                isData = reader.Is("DATA_MESSAGE"u8);
            if (isEvents)
            {
                headEnd = (int)reader.BytesConsumed;
                ReadEvents(ref reader, texts);
                tailStart = (int)reader.TokenStartIndex;
            }
            reader.Skip();
        }
        if (!isData)
            return;
        var payload = new Payload(start..headEnd, tailStart..(int)reader.BytesConsumed);
        events.AddRange(texts.Select(text => new LogEvent(payload, text)));
    }

    static void ReadEvents(ref Utf8JsonReader reader, List<Range> texts)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            texts.Add(start..(int)reader.BytesConsumed);
        }
    }

    static byte[] Pack(ReadOnlySpan<byte> payloads, ReadOnlySpan<LogEvent> events)
    {
        var record = new MemoryStream();
        using (var gzip = new GZipStream(record, CompressionLevel.Optimal, leaveOpen: true))
        {
            Payload? payload = null;
            foreach (var (itsPayload, text) in events)
            {
                if (payload == itsPayload)
                {
                    gzip.Write(","u8);
                }
                else
                {
                    if (payload is not null)
                        gzip.Write(payloads[payload.Tail]);
                    payload = itsPayload;
                    gzip.Write(payloads[payload.Head]);
                }
                gzip.Write(payloads[text]);
            }
            gzip.Write(payloads[payload!.Tail]);
        }
        return record.ToArray();
    }
}
