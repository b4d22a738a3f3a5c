using System.Text.Json.Nodes;
using Emulator.CloudWatch;
using Emulator.Template;
using Web.Dashboards.Expressions;

namespace Web.Dashboards;

/// <summary>A widget of metrics: which there are, what of them, and how they are shown ("Metric widget object").</summary>
sealed class MetricWidget(JsonObject properties, TimeRange dashboardRange, IReadOnlyCollection<MetricSeries> stored, StackTemplate template)
{
    static readonly string[] Views = ["timeSeries", "singleValue", "gauge", "bar", "pie", "table"];

    readonly List<string> _notes = [];

    /// <exception cref="WidgetException">It cannot be drawn.</exception>
    public JsonObject Draw()
    {
        var view = properties["view"]?.ToString() ?? "timeSeries";
        if (!Views.Contains(view))
            throw new WidgetException($"The view {view} is none that this page knows: {string.Join(", ", Views)}.");
        var axes = WidgetAxes.Read(properties["yAxis"] as JsonObject);
        if (view == "gauge" && !(axes["left"]?["min"]?.GetValue<double>() < axes["left"]?["max"]?.GetValue<double>()))
            throw new WidgetException("A gauge needs both ends of its scale, the lower one first: yAxis.left.min and yAxis.left.max.");
        var range = WidgetRange.Of(properties, dashboardRange);
        var annotations = new MetricAnnotations(properties["annotations"] as JsonObject, template);
        var metrics = properties["metrics"] as JsonArray ?? annotations.MetricsOfAlarms;
        var whole = view != "timeSeries" && properties["setPeriodToTimeRange"]?.ToString() == "true";
        var graph = new MetricGraph(metrics, properties, stored, range, whole);
        var shown = Series(graph, whole ? range.Seconds : null);
        Explain(graph, shown);
        _notes.AddRange(annotations.Notes);
        _notes.AddRange(WidgetOptions.Notes(properties));
        return new JsonObject
        {
            ["drawn"] = view == "table" ? "metricTable" : view,
            ["from"] = range.From.ToUnixTimeSeconds(),
            ["to"] = range.To.ToUnixTimeSeconds(),
            ["stacked"] = view == "timeSeries" && properties["stacked"]?.ToString() == "true",
            ["axes"] = axes,
            ["series"] = shown,
            ["levels"] = annotations.Levels,
            ["moments"] = annotations.Moments,
            ["legend"] = (properties["legend"] as JsonObject)?["position"]?.ToString() ?? "bottom",
            ["sparkline"] = properties["sparkline"]?.ToString() == "true" && !whole,
            ["fullPrecision"] = properties["singleValueFullPrecision"]?.ToString() == "true",
            ["table"] = properties["table"]?.DeepClone(),
            ["notes"] = new JsonArray([.. _notes.Distinct()]),
        };
    }

    /// <param name="graph">The metrics and expressions.</param>
    /// <param name="wholeSeconds">The seconds of the time, where it is one period.</param>
    JsonArray Series(MetricGraph graph, long? wholeSeconds)
    {
        var shown = new JsonArray();
        foreach (var (options, line) in graph.Items.Where(item => item.Options.IsVisible))
        {
            try
            {
                foreach (var series in graph.SeriesOf(options, line))
                    shown.Add((JsonNode)Shown(series, options, line, wholeSeconds));
            }
            catch (WidgetException exception)
            {
                _notes.Add($"Not drawn: {options.Label ?? options.Expression}. {exception.Message}");
            }
        }

        return shown;
    }

    static JsonObject Shown(GraphSeries series, MetricOptions options, MetricLine? line, long? wholeSeconds) => new()
    {
        ["label"] = series.Label,
        ["axis"] = options.Axis,
        ["color"] = options.Color,
        ["stat"] = series.Metric is null || line is null ? options.Expression ?? options.Statistic.Name : series.Metric.Statistic.Name,
        ["period"] = wholeSeconds ?? series.Period,
        ["points"] = new JsonArray([.. series.Points.Select(point => new JsonArray(point.Time, point.Value))]),
    };

    void Explain(MetricGraph graph, JsonArray shown)
    {
        var lines = graph.Lines.ToList();
        foreach (var line in lines.Where(line => line.LacksValues))
            _notes.Add($"{line.Statistic.Name} of {line.MetricName} needs single values, and some are stored as statistic sets, which have none. Sum, Average, Minimum, Maximum and SampleCount can be drawn.");
        if (shown.Any(series => series!["points"]!.AsArray().Count > 0) || _notes.Count > 0)
            return;
        if (lines.Count == 0)
            _notes.Add(graph.Items.Count == 0 ? "The widget names no metric." : "The search finds no metric yet. 'flowlogs run' publishes them, as MetricPublisher does.");
        else
            _notes.Add(WhyEmpty(lines));
    }

    static string WhyEmpty(List<MetricLine> lines)
    {
        var fromAws = lines.Select(line => line.Namespace).Where(name => name.StartsWith("AWS/", StringComparison.Ordinal)).Distinct().ToList();
        if (fromAws.Count > 0)
            return $"{string.Join(" and ", fromAws)} metrics come from AWS itself: the local stack has none. On AWS this widget draws them.";
        return lines.All(line => line.IsStored)
            ? "No values in this time range. Choose a longer one."
            : $"{string.Join(", ", lines.Where(line => !line.IsStored).Select(line => line.MetricName).Distinct())}: no value is stored yet. 'flowlogs run' publishes them, as MetricPublisher does.";
    }
}
