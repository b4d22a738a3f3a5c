using System.Text;
using System.Text.Json;

namespace Decompressor.Tests;

/// <summary>Checks a metric line by the rules of "Specification: Embedded metric format", Amazon CloudWatch User Guide.</summary>
static class EmbeddedMetricLine
{
    const int LargestLogEvent = 1024 * 1024;

    /// <summary>
    /// Returns the metrics of a line by name, with namespace and dimensions, for example <c>VPCFlowLogs{StackName=flows}</c>.
    /// </summary>
    public static Dictionary<string, (string Of, double Value)> Read(string line)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(line), 2, LargestLogEvent);
        var root = JsonElement.Parse(line);
        var metadata = root.GetProperty("_aws");
        Assert.InRange(metadata.GetProperty("Timestamp").GetInt64(), DateTimeOffset.UtcNow.AddDays(-14).ToUnixTimeMilliseconds(),
            DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeMilliseconds());
        Assert.Equal(["CloudWatchMetrics", "Timestamp"], Names(metadata));

        var metrics = new Dictionary<string, (string, double)>();
        foreach (var directive in metadata.GetProperty("CloudWatchMetrics").EnumerateArray())
        {
            Assert.Equal(["Dimensions", "Metrics", "Namespace"], Names(directive));
            Assert.InRange(directive.GetProperty("Metrics").GetArrayLength(), 1, 100);
            var set = Assert.Single(directive.GetProperty("Dimensions").EnumerateArray()).EnumerateArray().Select(name => name.GetString()!)
                .ToList();
            Assert.InRange(set.Count, 0, 30);
            var dimensions = string.Join(',', set.Select(name => $"{name}={Text(root.GetProperty(name))}"));
            foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
            {
                Assert.Equal(["Name", "Unit"], Names(metric));
                Assert.Equal("Count", metric.GetProperty("Unit").GetString());
                var name = Text(metric.GetProperty("Name"));
                Assert.DoesNotContain(name, set);
                metrics.Add(name, ($"{Text(directive.GetProperty("Namespace"))}{{{dimensions}}}", root.GetProperty(name).GetDouble()));
            }
        }
        return metrics;
    }

    static string Text(JsonElement value)
    {
        var text = value.GetString()!;
        Assert.InRange(text.Length, 1, 1024);
        return text;
    }

    static IEnumerable<string> Names(JsonElement map) =>
        map.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);
}
