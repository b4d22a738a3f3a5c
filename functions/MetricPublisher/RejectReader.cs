using System.Buffers;
using System.Text.Json;
using FlowLogs;

namespace MetricPublisher;

/// <summary>Counts the rejects in a stream record: gzip-compressed CloudWatch Logs payloads, read as Decompressor reads them.</summary>
public sealed class RejectReader(FlowLogFormat format)
{
    // 64 times the maximum size of a stream record before Kinesis accepted larger ones. Real flow logs inflate about twelve times.
    const int LargestPayload = 64 * 1024 * 1024;

    readonly RejectTally _record = new();

    /// <summary>The fields that counting needs.</summary>
    public static IEnumerable<FlowLogField> Fields => [FlowLogFields.Action, FlowLogFields.Protocol, FlowLogFields.Packets];

    /// <summary>Adds a record's rejects to the tally, or none if the record cannot be read to its end.</summary>
    /// <returns>Null, or the reason why the record cannot be read.</returns>
    public string? Count(MemoryStream? data, RejectTally tally)
    {
        if (data is null)
            return "The data is missing or not base64.";

        var length = (int)data.Length;
        var compressed = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            data.Position = 0;
            data.ReadExactly(compressed, 0, length);
            if (GzipInflater.TryInflate(compressed, length, LargestPayload, out var inflated) is { } reason)
                return reason;
            using (inflated)
                return CountPayloads(inflated.Span, tally);
        }
        catch (OutOfMemoryException)
        {
            FunctionMemory.Free();
            return "The function does not have enough memory to read the record.";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    string? CountPayloads(ReadOnlySpan<byte> payloads, RejectTally tally)
    {
        _record.Clear();
        try
        {
            var record = new FlowRecordReader(payloads, format);
            while (record.Read())
            {
                // NODATA and SKIPDATA records have no action. A partly readable record counts with its readable values, like its row in
                // SQL.
                if (record[FlowLogFields.Action].SequenceEqual("REJECT"u8)
                    && FlowLogFields.Protocol.TryReadNumber(record[FlowLogFields.Protocol], out var protocol)
                    && FlowLogFields.Packets.TryReadNumber(record[FlowLogFields.Packets], out var packets))
                {
                    _record.Add((byte)protocol, (UInt128)packets);
                }
            }
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }

        tally.Add(_record);
        return null;
    }
}
