using System.Text.Json;

namespace Emulator.CloudWatch;

/// <summary>Reads metrics in embedded metric format from log lines, as CloudWatch does.</summary>
/// <remarks>
/// Sources: "Specification: Embedded metric format", Amazon CloudWatch User Guide; "Logging and metrics for AWS Lambda", AWS Prescriptive
/// Guidance: Lambda sends standard output and standard error to CloudWatch Logs, so a line has the same effect on either. The values
/// that the line's directives name become a PutMetricData request and must follow its rules.
/// </remarks>
static class EmbeddedMetricFormat
{
    const int MostMetrics = 100;

    /// <summary>Returns the values of a line; none for an ordinary or invalid line.</summary>
    public static IReadOnlyList<MetricDatum> Read(string line, DateTimeOffset now)
    {
        if (!line.StartsWith('{') || !line.Contains("\"_aws\"", StringComparison.Ordinal))
            return [];
        try
        {
            using var json = JsonDocument.Parse(line);
            var time = json.RootElement.GetProperty("_aws").GetProperty("Timestamp").GetInt64() / 1000.0;
            return [.. json.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray()
                .SelectMany(directive => Read(json.RootElement, directive, time, now))];
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or CloudWatchError)
        {
            return [];
        }
    }

    static IReadOnlyList<MetricDatum> Read(JsonElement root, JsonElement directive, double time, DateTimeOffset now)
    {
        var metrics = directive.GetProperty("Metrics").EnumerateArray().ToList();
        if (metrics.Count > MostMetrics)
            return [];
        var request = JsonSerializer.SerializeToElement(new
        {
            Namespace = directive.GetProperty("Namespace").GetString(),
            MetricData =
                from dimensions in directive.GetProperty("Dimensions").EnumerateArray()
                from metric in metrics
                let name = metric.GetProperty("Name").GetString()!
                let values = root.GetProperty(name)
                select new
                {
                    MetricName = name,
                    Dimensions = dimensions.EnumerateArray().Select(dimension => dimension.GetString()!)
                        .Select(dimension => new { Name = dimension, Value = root.GetProperty(dimension).GetString() }).ToList(),
                    Timestamp = time,
                    Values = values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().Select(value => value.GetDouble())]
                        : new[] { values.GetDouble() },
                    Unit = metric.TryGetProperty("Unit", out var unit) ? unit.GetString() : null,
                    StorageResolution = metric.TryGetProperty("StorageResolution", out var resolution) ? resolution.GetInt32() : 60,
                },
        });
        return new PutMetricData(now).Read(request);
    }
}
