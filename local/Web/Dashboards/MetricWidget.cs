using System.Globalization;
using System.Text.Json.Nodes;
using FlowLogs.Local.CloudWatch;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>A widget of metrics: which there are, what of them, and how they are shown ("Metric widget object").</summary>
sealed class MetricWidget(JsonObject properties, TimeRange range, IReadOnlyCollection<MetricSeries> stored, StackTemplate template)
{
    readonly List<string> _notes = [];

    public JsonObject Draw()
    {
        var view = properties["view"]?.ToString() ?? "timeSeries";
        if (view is not ("timeSeries" or "singleValue"))
            _notes.Add($"CloudWatch shows this as {view}; here it is single values.");
        var lines = Lines();
        var whole = properties["setPeriodToTimeRange"]?.ToString() == "true" && view != "timeSeries";
        var shown = new JsonArray();
        foreach (var line in lines.Where(line => line.IsVisible))
        {
            var points = whole ? line.OverAll(range) : line.Points(range);
            shown.Add((JsonNode)new JsonObject
            {
                ["label"] = MetricLabel.Fill(line.Label!, line, points),
                ["axis"] = line.Axis,
                ["color"] = line.Color,
                ["unit"] = line.Unit,
                ["stat"] = line.Statistic.Name,
                ["period"] = line.Period,
                ["points"] = new JsonArray([.. points.Select(point => new JsonArray(point.Time, point.Value))]),
            });
        }

        if (lines.Count > 0 && shown.All(line => line!["points"]!.AsArray().Count == 0))
            _notes.Add(WhyEmpty(lines));
        var annotations = new MetricAnnotations(properties["annotations"] as JsonObject, template);
        _notes.AddRange(annotations.Notes);
        return new JsonObject
        {
            ["drawn"] = view == "timeSeries" ? "timeSeries" : "singleValue",
            ["stacked"] = properties["stacked"]?.ToString() == "true",
            ["axes"] = properties["yAxis"]?.DeepClone(),
            ["series"] = shown,
            ["levels"] = annotations.Levels,
            ["moments"] = annotations.Moments,
            ["notes"] = new JsonArray([.. _notes]),
        };
    }

    List<MetricLine> Lines()
    {
        var lines = new List<MetricLine>();
        var names = MetricArray.Expand(properties["metrics"] as JsonArray ?? []);
        foreach (var (parts, options) in names)
        {
            var usual = MetricOptions.Read(options, properties);
            if (options["expression"]?.ToString() is { } expression)
                AddFound(expression, usual, lines);
            else
                lines.Add(new MetricLine(parts, usual, stored.Where(series => MetricLine.IsNamed(series, parts))));
        }

        MetricLabel.Give(lines);
        return lines;
    }

    void AddFound(string expression, MetricOptions options, List<MetricLine> lines)
    {
        if (!MetricSearch.TryParse(expression, out var search))
        {
            _notes.Add($"Not drawn: {expression}. Of metric math, this page understands SEARCH alone.");
            return;
        }

        var found = stored.Where(search.Matches).GroupBy(series => string.Join('\n', MetricLine.NameOf(series))).ToList();
        if (found.Count == 0)
            _notes.Add("The search finds no metric yet. 'flowlogs run' publishes them, as MetricPublisher does.");
        foreach (var series in found)
        {
            lines.Add(new MetricLine(MetricLine.NameOf(series.First()), options with
            {
                // A label that is empty is no label.
                Label = string.IsNullOrEmpty(options.Label) ? null : options.Label,
                Statistic = search.Statistic,
                Period = search.Period ?? options.Period,
            }, series));
        }
    }

    static string WhyEmpty(List<MetricLine> lines)
    {
        var fromAws = lines.Select(line => line.Namespace).Where(name => name.StartsWith("AWS/", StringComparison.Ordinal)).Distinct().ToList();
        if (fromAws.Count > 0)
            return $"{string.Join(" and ", fromAws)} metrics come from AWS itself: the local stack has none. On AWS this widget draws them.";
        return lines.All(line => line.IsStored)
            ? "No values in this time range. Choose a longer one."
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", lines.Where(line => !line.IsStored).Select(line => line.MetricName).Distinct())}: no value is stored yet. 'flowlogs run' publishes them, as MetricPublisher does.");
    }
}
