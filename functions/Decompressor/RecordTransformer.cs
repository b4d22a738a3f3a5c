using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using FlowLogs;

namespace Decompressor;

/// <summary>Turns the data of one Firehose record into JSON lines.</summary>
public sealed class RecordTransformer(DecompressorSettings settings)
{
    readonly JsonLines _lines = new(settings.Format);

    /// <summary>Transforms one record. Nothing of it is kept when it cannot be read to its end.</summary>
    /// <param name="base64">The record's data as Firehose sends it: base64 of gzip'd CloudWatch Logs payloads.</param>
    /// <param name="largest">The most bytes that the base64 of the lines may take.</param>
    public TransformedRecord Transform(string base64, int largest)
    {
        // Firehose gives at most 6 MiB to one invocation, so this fits the pool's reused arrays.
        var compressed = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(base64.Length) + 3 + GzipInflater.Reserve);
        try
        {
            if (!Convert.TryFromBase64String(base64, compressed, out var length))
                return TransformedRecord.Unreadable("not base64");
            if (GzipInflater.TryInflate(compressed, length, settings.MaximumInflatedBytes, out var inflated) is { } reason)
                return TransformedRecord.Unreadable(reason);
            using (inflated)
                return WriteLines(inflated.Span, largest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    TransformedRecord WriteLines(ReadOnlySpan<byte> payloads, int largest)
    {
        _lines.Clear();
        int events = 0, unparsed = 0;
        try
        {
            var record = new FlowRecordReader(payloads, settings.Format);
            while (record.Read())
            {
                events++;
                if (!record.Fits)
                    unparsed++;
                // Past the limit the lines are of no use, but the payload must still be one that can be read.
                if (Base64.GetMaxEncodedToUtf8Length(_lines.Length) <= largest)
                    _lines.Add(ref record);
            }
        }
        catch (JsonException exception)
        {
            return TransformedRecord.Unreadable(exception.Message);
        }
        if (events == 0)
            return TransformedRecord.NoEvents;
        return Base64.GetMaxEncodedToUtf8Length(_lines.Length) > largest
            ? TransformedRecord.TooLarge(events)
            : TransformedRecord.Lines(Convert.ToBase64String(_lines.Span), events, unparsed);
    }
}
