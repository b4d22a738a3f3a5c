using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using FlowLogs;

namespace Decompressor;

/// <summary>Turns the data of one Firehose record into JSON lines.</summary>
public sealed class RecordTransformer(DecompressorSettings settings)
{
    readonly JsonLines _lines = new(settings.Format);
    readonly ExtractedFieldsLayout _layout = new();

    /// <summary>Begins an invocation: the lines of the one before are no longer needed.</summary>
    public void Begin() => _lines.Clear();

    /// <summary>Keeps the lines that were written last for the response; the next record's take their place otherwise.</summary>
    public void KeepLines() => _lines.Keep();

    /// <summary>Transforms one record. Nothing of it is kept when it cannot be read to its end.</summary>
    /// <param name="base64">The record's data as Firehose sends it: base64 of gzip'd CloudWatch Logs payloads.</param>
    /// <param name="largest">The most bytes that the base64 of the lines may take.</param>
    public TransformedRecord Transform(ReadOnlySpan<byte> base64, int largest)
    {
        if (Inflate(base64, out var inflated) is { } reason)
            return TransformedRecord.Failed(reason);
        using (inflated)
        {
            try
            {
                return WriteLines(inflated.Span, largest);
            }
            catch (JsonException exception)
            {
                return TransformedRecord.Failed(exception.Message);
            }
        }
    }

    /// <summary>
    /// Divides a record in two by its log events: the first half of them, or as many as have room for their lines in a response, and the
    /// rest. Both are smaller than the record, so this comes to an end.
    /// </summary>
    /// <param name="base64">A record that <see cref="Transform"/> has found to be too large.</param>
    /// <param name="largest">The most bytes that the base64 of the first half's lines may take.</param>
    /// <param name="recordLimit">The most bytes of a record.</param>
    /// <returns>Null where the response has no room for any of the events.</returns>
    public DividedRecord? Divide(ReadOnlySpan<byte> base64, int largest, int recordLimit)
    {
        using var inflated = InflateAgain(base64);
        var events = PayloadSplitter.Events(inflated.Span);
        List<LogEvent> first = [], rest = [];
        var unparsed = 0;
        _lines.Begin(MostBytes(largest));
        var record = new FlowRecordReader(inflated.Span, settings.Format, _layout);
        foreach (var logEvent in events)
        {
            record.Read();
            if (first.Count < (events.Count + 1) / 2 && _lines.TryAdd(ref record))
            {
                first.Add(logEvent);
                unparsed += record.Fits ? 0 : 1;
            }
            else
            {
                rest.Add(logEvent);
            }
        }
        return first.Count == 0
            ? null
            : new DividedRecord(
                TransformedRecord.Of(_lines.Lines, first.Count, unparsed),
                PayloadSplitter.Pack(inflated.Span, CollectionsMarshal.AsSpan(first), recordLimit),
                PayloadSplitter.Pack(inflated.Span, CollectionsMarshal.AsSpan(rest), recordLimit));
    }

    /// <summary>The record's data; several records with a part of its log events each, where it is larger than a record may be.</summary>
    /// <param name="base64">A record that <see cref="Transform"/> could read.</param>
    /// <param name="recordLimit">The most bytes of a record.</param>
    /// <returns>Null where one of its events alone is too large.</returns>
    public IReadOnlyList<byte[]>? Pack(ReadOnlySpan<byte> base64, int recordLimit)
    {
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        Base64.DecodeFromUtf8(base64, data, out _, out var length);
        if (length <= recordLimit)
            return [data[..length]];
        using var inflated = InflateAgain(base64);
        return PayloadSplitter.Pack(inflated.Span, CollectionsMarshal.AsSpan(PayloadSplitter.Events(inflated.Span)), recordLimit);
    }

    TransformedRecord WriteLines(ReadOnlySpan<byte> payloads, int largest)
    {
        _lines.Begin(MostBytes(largest));
        int events = 0, unparsed = 0, left = 0;
        var record = new FlowRecordReader(payloads, settings.Format, _layout);
        // All of it is read, also when there is no room any more: it must be a payload that can be read.
        while (record.Read())
        {
            events++;
            unparsed += record.Fits ? 0 : 1;
            left += _lines.TryAdd(ref record) ? 0 : 1;
        }
        if (events == 0)
            return TransformedRecord.NoEvents;
        if (left == 0)
            return TransformedRecord.Of(_lines.Lines, events, unparsed);
        return left < events
            ? TransformedRecord.TooLarge
            : TransformedRecord.Failed($"{(events == 1 ? "its log event" : $"each of its {events} log events")} alone is larger than a response");
    }

    /// <returns>Null, or the reason why the data cannot be read.</returns>
    string? Inflate(ReadOnlySpan<byte> base64, out PooledBytes inflated)
    {
        inflated = default;
        // Firehose gives at most 6 MiB to one invocation, so this fits the pool's reused arrays.
        var compressed = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        try
        {
            return Base64.DecodeFromUtf8(base64, compressed, out _, out var length) == OperationStatus.Done
                ? GzipInflater.TryInflate(compressed, length, settings.MaximumInflatedBytes, out inflated)
                : "not base64";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    PooledBytes InflateAgain(ReadOnlySpan<byte> base64) =>
        Inflate(base64, out var inflated) is { } reason
            ? throw new InvalidOperationException($"A record that had been read could not be read again: {reason}.")
            : inflated;

    // Base64 makes four letters of three bytes.
    static int MostBytes(int base64Length) => base64Length / 4 * 3;
}
