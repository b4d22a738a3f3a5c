using System.Text.Json;

namespace Emulator.Firehose;

/// <summary>Determines the arrival time of a payload: the end of its newest record.</summary>
static class RecordArrival
{
    /// <summary>Reads a gzip-compressed payload.</summary>
    /// <param name="data">The data of the record.</param>
    /// <param name="format">The format of its messages.</param>
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
                // The function reports unreadable data.
            }
            return new FirehoseRecord(data, newest < 0 ? otherwise : DateTimeOffset.FromUnixTimeSeconds(newest), events);
        }
    }
}
