using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using FlowLogs;

namespace Decompressor;

/// <summary>Transforms the data of one Firehose record into JSON lines.</summary>
public sealed class RecordTransformer(DecompressorSettings settings)
{
    /// <summary>
    /// The interval at which the deadline is checked: reading the clock for every log event would cost more than reading the event.
    /// </summary>
    const int EventsPerLookAtTheClock = 1024;

    const string NoTime = "Timed out before the record was read.";
    const string NoMemory = "The function does not have enough memory to read the record.";

    readonly JsonLines _lines = new(settings.Format);
    readonly ExtractedFieldsLayout _layout = new();

    /// <summary>Begins an invocation: discards the lines of the previous one.</summary>
    public void Begin() => _lines.Clear();

    /// <summary>Transforms one record completely, or not at all if it cannot be read to its end.</summary>
    /// <param name="base64">The record's data as Firehose sends it: base64 of gzip'd CloudWatch Logs payloads.</param>
    /// <param name="room">The maximum size of the base64 of the lines in this response, in bytes.</param>
    /// <param name="largest">The maximum size of the base64 of the lines in any response, in bytes.</param>
    /// <param name="deadline">The time at which reading ends.</param>
    public TransformedRecord Transform(ReadOnlySpan<byte> base64, int room, int largest, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested)
            return TransformedRecord.Failed(NoTime);
        try
        {
            if (Inflate(base64, out var inflated) is { } reason)
                return TransformedRecord.Failed(reason);
            using (inflated)
                return WriteLines(inflated.Span, room, largest, deadline);
        }
        catch (JsonException exception)
        {
            return TransformedRecord.Failed(exception.Message);
        }
        catch (OperationCanceledException)
        {
            return TransformedRecord.Failed(NoTime);
        }
        catch (OutOfMemoryException)
        {
            FunctionMemory.Free();
            return TransformedRecord.Failed(NoMemory);
        }
    }

    /// <summary>
    /// Divides the log events of a record in two: half of them, or as many as the response has room for, and the rest. Both parts are
    /// smaller than the record, so dividing ends.
    /// </summary>
    /// <param name="base64">A record that <see cref="Transform"/> has found too large.</param>
    /// <param name="events">The number of its log events.</param>
    /// <param name="room">The maximum size of the base64 of the first part's lines, in bytes.</param>
    /// <param name="recordLimit">The maximum size of a record, in bytes.</param>
    /// <param name="deadline">The time at which dividing ends.</param>
    /// <returns>Null if the response has no room for any of the log events.</returns>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public DividedRecord? Divide(ReadOnlySpan<byte> base64, int events, int room, int recordLimit, CancellationToken deadline)
    {
        using var inflated = InflateAgain(base64);
        using RecordPacker first = new(recordLimit), rest = new(recordLimit);
        int firstEvents = 0, unparsed = 0, read = 0;
        _lines.Begin(MostBytes(room));
        var record = new FlowRecordReader(inflated.Span, settings.Format, _layout);
        var logEvent = new LogEventReader(inflated.Span);
        while (logEvent.Read() && record.Read())
        {
            LookAtTheClock(++read, deadline);
            if (firstEvents < (events + 1) / 2 && _lines.TryAdd(ref record))
            {
                first.Add(logEvent);
                firstEvents++;
                unparsed += record.Fits ? 0 : 1;
            }
            else
            {
                rest.Add(logEvent);
            }
        }
        return firstEvents == 0
            ? null
            : new DividedRecord(TransformedRecord.Of(_lines.Keep(), firstEvents, unparsed), first.Finish(), rest.Finish());
    }

    /// <summary>Returns the record's data, divided into several records of its log events if it is larger than a record can be.</summary>
    /// <param name="base64">A record that <see cref="Transform"/> could read.</param>
    /// <param name="recordLimit">The maximum size of a record, in bytes.</param>
    /// <param name="deadline">The time at which packing ends.</param>
    /// <returns>Null if one of its log events is too large.</returns>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public IReadOnlyList<byte[]>? Pack(ReadOnlySpan<byte> base64, int recordLimit, CancellationToken deadline)
    {
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        Base64.DecodeFromUtf8(base64, data, out _, out var length);
        if (length <= recordLimit)
            return [data[..length]];
        using var inflated = InflateAgain(base64);
        using var packer = new RecordPacker(recordLimit);
        var logEvent = new LogEventReader(inflated.Span);
        for (var read = 1; logEvent.Read(); read++)
        {
            LookAtTheClock(read, deadline);
            packer.Add(logEvent);
        }
        return packer.Finish();
    }

    TransformedRecord WriteLines(ReadOnlySpan<byte> payloads, int room, int largest, CancellationToken deadline)
    {
        _lines.Begin(MostBytes(largest));
        int events = 0, unparsed = 0, left = 0;
        var record = new FlowRecordReader(payloads, settings.Format, _layout);
        // The record is read completely even if there is no room left: a payload that is damaged at its end fails as a whole.
        while (record.Read())
        {
            LookAtTheClock(++events, deadline);
            unparsed += record.Fits ? 0 : 1;
            left += _lines.TryAdd(ref record) ? 0 : 1;
        }
        if (events == 0)
            return TransformedRecord.NoEvents;
        if (left == events)
            return TransformedRecord.Failed("Each of its log events is larger than a response.");
        if (left > 0)
            return TransformedRecord.TooLarge(events);
        return _lines.Length <= MostBytes(room) ? TransformedRecord.Of(_lines.Keep(), events, unparsed) : TransformedRecord.NoRoom;
    }

    static void LookAtTheClock(int events, CancellationToken deadline)
    {
        if (events % EventsPerLookAtTheClock == 0)
            deadline.ThrowIfCancellationRequested();
    }

    /// <returns>Null, or the reason why the data cannot be read.</returns>
    string? Inflate(ReadOnlySpan<byte> base64, out PooledBytes inflated)
    {
        inflated = default;
        // Firehose sends at most 6 MiB to one invocation, so the data fits the pool's arrays.
        var compressed = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        try
        {
            return Base64.DecodeFromUtf8(base64, compressed, out _, out var length) == OperationStatus.Done
                ? GzipInflater.TryInflate(compressed, length, settings.MaximumInflatedBytes, out inflated)
                : "The data is not base64.";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    PooledBytes InflateAgain(ReadOnlySpan<byte> base64) =>
        Inflate(base64, out var inflated) is { } reason
            ? throw new InvalidOperationException($"A record could not be read a second time. {reason}")
            : inflated;

    // Base64 makes four letters of three bytes.
    static int MostBytes(int base64Length) => Math.Max(base64Length, 0) / 4 * 3;
}
