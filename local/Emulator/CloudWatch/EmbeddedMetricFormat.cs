using System.Text.Json;

namespace Emulator.CloudWatch;

/// <summary>Reads the metrics in a line of a function's log, as CloudWatch does with the lines of a log group.</summary>
/// <remarks>
/// Source: "Specification: Embedded metric format", Amazon CloudWatch User Guide. What the line's directives name is put together as a PutMetricData
/// request, whose rules hold here too.
/// </remarks>
static class EmbeddedMetricFormat
{
    const int MostMetrics = 100;

    /// <summary>The values that a line holds; none where it is an ordinary line, or not right.</summary>
    public static IReadOnlyList<MetricDatum> Read(string line, DateTimeOffset now)
    {
        if (!line.StartsWith('{') || !line.Contains("\"_aws\"", StringComparison.Ordinal))
            return [];
        try
        {
            using var json = JsonDocument.Parse(line);
            var time = json.RootElement.GetProperty("_aws").GetProperty("Timestamp").GetInt64() / 1000.0;
            return [.. json.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray().SelectMany(directive => Read(json.RootElement, directive, time, now))];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or CloudWatchError)
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
                    Values = values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().Select(value => value.GetDouble())] : new[] { values.GetDouble() },
                    Unit = metric.TryGetProperty("Unit", out var unit) ? unit.GetString() : null,
                    StorageResolution = metric.TryGetProperty("StorageResolution", out var resolution) ? resolution.GetInt32() : 60,
                },
        });
        return new PutMetricData(now).Read(request);
    }
}
