using System.Buffers;
using System.Text.Json;

namespace Decompressor;

/// <summary>
/// Writes counts as CloudWatch metrics without a call to CloudWatch: as a log line that declares which of its values are metrics. Source:
/// "Specification: Embedded metric format", Amazon CloudWatch User Guide.
/// </summary>
/// <param name="metricNamespace">The metrics' namespace.</param>
/// <param name="stackName">The value of the only dimension, StackName.</param>
/// <param name="output">The stream for lines, one write each. It must be standard output itself: Lambda's runtime puts time and request id
/// before text that is written to the console, and a line that does not start with the object is not a metric.</param>
public sealed class EmbeddedMetrics(string metricNamespace, string stackName, Stream output)
{
    const string Dimension = "StackName";

    readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Writes counts, at most the 100 that one directive can have.</summary>
    /// <param name="time">The time of the counts.</param>
    /// <param name="counts">The counts by metric name. StackName is not a valid name.</param>
    public void Write(DateTimeOffset time, params ReadOnlySpan<(string Metric, long Count)> counts)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line))
            WriteObject(json, time, counts);
        _line.Write("\n"u8);
        output.Write(_line.WrittenSpan);
        output.Flush();
    }

    void WriteObject(Utf8JsonWriter json, DateTimeOffset time, ReadOnlySpan<(string Metric, long Count)> counts)
    {
        json.WriteStartObject();
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", time.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", metricNamespace);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(Dimension);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (metric, _) in counts)
        {
            json.WriteStartObject();
            json.WriteString("Name", metric);
            json.WriteString("Unit", "Count");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString(Dimension, stackName);
        foreach (var (metric, count) in counts)
            json.WriteNumber(metric, count);
        json.WriteEndObject();
    }
}
