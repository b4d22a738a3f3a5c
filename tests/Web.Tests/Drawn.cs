using System.Text.Json.Nodes;
using Emulator.CloudWatch;
using Web.Dashboards;

namespace Web.Tests;

/// <summary>Draws widgets over metrics that a test puts: a day from <see cref="Start"/> on, in the namespace Space.</summary>
static class Drawn
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeRange Day = new(Start, Start.AddDays(1));

    public static JsonObject Widget(IReadOnlyCollection<MetricSeries> stored, string properties) =>
        new MetricWidget(JsonNode.Parse(properties)!.AsObject(), Day, stored).Draw();

    public static IEnumerable<double[]> Points(JsonObject drawn) => drawn["series"]![0]!["points"]!.AsArray()
        .Select(point => new[] { point![0]!.GetValue<long>() - Start.ToUnixTimeSeconds(), point[1]!.GetValue<double>() });

    public static IEnumerable<string> Notes(JsonObject drawn) => drawn["notes"]!.AsArray().Select(note => note!.ToString());

    public static List<MetricSeries> Series(string name, (int Second, double Value)[] points,
        params (string Name, string Value)[] dimensions) =>
        Series(name, [.. points.Select(point => (point.Second, StatisticSet.Of([point.Value], [1])))], dimensions);

    public static List<MetricSeries> Series(string name, (int Second, StatisticSet Set)[] points,
        params (string Name, string Value)[] dimensions)
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-metrics-").FullName;
        using (var store = MetricStore.Open(folder))
        {
            store.Add([.. points.Select(point => new MetricDatum
            {
                Namespace = "Space",
                MetricName = name,
                Dimensions = new SortedDictionary<string, string>(dimensions.ToDictionary(pair => pair.Name, pair => pair.Value)),
                Timestamp = Start.AddSeconds(point.Second),
                Unit = "Count",
                Statistics = point.Set,
            })]);
        }

        List<MetricSeries> series = [.. new MetricReader(folder).Refresh().Series];
        Directory.Delete(folder, recursive: true);
        return series;
    }
}
