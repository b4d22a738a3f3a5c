using System.Text.Json;

namespace Emulator.Firehose;

/// <summary>Finds out when a payload arrives that somebody puts into a stream: at its newest record's end.</summary>
static class RecordArrival
{
    /// <summary>Reads a gzip'd payload.</summary>
    /// <param name="data">What was put.</param>
    /// <param name="format">How its messages are divided into fields.</param>
    /// <param name="otherwise">The arrival of a payload that cannot be read or has no times.</param>
    public static FirehoseRecord Read(byte[] data, FlowLogFormat format, DateTimeOffset otherwise)
    {
        if (GzipInflater.TryInflate(data, data.Length, Array.MaxLength / 2, out var inflated) is not null)
            return new FirehoseRecord(data, otherwise, 0);
        using (inflated)
        {
            var events = 0;
            long newest = -1;
            try
            {
                var reader = new FlowRecordReader(inflated.Span, format);
                while (reader.Read())
                {
                    events++;
                    if (FlowLogFields.End.TryReadNumber(reader[FlowLogFields.End], out var end))
                        newest = Math.Max(newest, end);
                }
            }
            catch (JsonException)
            {
                // What cannot be read is the function's to say.
            }
            return new FirehoseRecord(data, newest < 0 ? otherwise : DateTimeOffset.FromUnixTimeSeconds(newest), events);
        }
    }
}
