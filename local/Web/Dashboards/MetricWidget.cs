using System.Text.Json.Nodes;
using Emulator.CloudWatch;

namespace Web.Dashboards;

/// <summary>
/// A widget of metrics as a chart over time or as latest values ("Metric widget object"). It names the parts that it cannot draw.
/// </summary>
sealed class MetricWidget(JsonObject properties, TimeRange range, IReadOnlyCollection<MetricSeries> stored)
{
    static readonly string[] Views = ["timeSeries", "singleValue"];

    readonly List<string> _notes = [];

    /// <exception cref="WidgetException">The widget cannot be drawn.</exception>
    public JsonObject Draw()
    {
        var view = properties["view"]?.ToString() ?? Views[0];
        if (!Views.Contains(view))
            throw new WidgetException($"The view '{view}' is not drawn here. Use {string.Join(" or ", Views)}.");
        var lines = (from item in MetricArray.Expand(properties["metrics"] as JsonArray ?? [])
                     let options = MetricOptions.Read(item.Options, properties)
                     from line in options.Expression is null ? [LineOf(item.Parts, options)] : Found(options)
                     select (Options: options, Line: line)).ToList();
        MetricLabel.Give([.. lines.Where(line => line.Options.Expression is null).Select(line => line.Line)]);
        var shown = new JsonArray([.. lines.Where(line => line.Options.IsVisible).Select(line => Shown(line.Line, line.Options))]);
        Explain([.. lines.Select(line => line.Line)], shown);
        _notes.AddRange(WidgetOptions.Notes(properties));
        return new JsonObject
        {
            ["drawn"] = view,
            ["stacked"] = view == Views[0] && properties["stacked"]?.ToString() == "true",
            ["axes"] = WidgetAxes.Read(properties["yAxis"] as JsonObject),
            ["period"] = lines.Count == 0 ? null : lines.Min(line => MetricLine.ShownPeriod(line.Line.Period, range)),
            ["series"] = shown,
            ["onlyOnAws"] = lines.Count > 0 && lines.All(line => line.Line.Namespace.StartsWith("AWS/", StringComparison.Ordinal)),
            ["notes"] = new JsonArray([.. _notes.Distinct()]),
        };
    }

    MetricLine LineOf(IReadOnlyList<string> parts, MetricOptions options) =>
        new(parts, options, stored.Where(series => MetricLine.IsNamed(series, parts)));

    List<MetricLine> Found(MetricOptions options)
    {
        if (MetricSearch.Parse(options.Expression!) is not { } search)
        {
            _notes.Add($"The expression {options.Expression} is not drawn here. Only SEARCH is.");
            return [];
        }

        var lines = stored.Where(search.Matches).GroupBy(series => string.Join('\n', MetricLine.NameOf(series)))
            .Select(series => new MetricLine(
                MetricLine.NameOf(series.First()),
                options with { Statistic = search.Statistic, Period = search.Period ?? options.Period, Label = null }, series))
            .ToList();
        MetricLabel.Give(lines);
        return lines;
    }

    JsonObject Shown(MetricLine line, MetricOptions options) => new()
    {
        ["label"] = options.Expression is null && options.Label is { } label ? label : line.DefaultLabel,
        ["axis"] = options.Axis,
        ["color"] = options.Color,
        ["stat"] = line.Statistic.Name,
        ["period"] = line.Period,
        ["points"] = new JsonArray([.. line.Points(range).Select(point => new JsonArray(point.Time, point.Value))]),
    };

    void Explain(List<MetricLine> lines, JsonArray shown)
    {
        if (shown.Any(series => series!["points"]!.AsArray().Count > 0) || _notes.Count > 0)
            return;
        if (lines.Count == 0)
            _notes.Add("No metric found. 'flowlogs run' publishes metrics, as MetricPublisher does.");
        else
            _notes.Add(WhyEmpty(lines));
    }

    static string WhyEmpty(List<MetricLine> lines)
    {
        var fromAws = lines.Select(line => line.Namespace).Where(name => name.StartsWith("AWS/", StringComparison.Ordinal)).Distinct()
            .ToList();
        if (fromAws.Count > 0)
            return $"{string.Join(" and ", fromAws)} metrics come from AWS itself. On AWS this widget draws them.";
        return lines.All(line => line.IsStored)
            ? "No values in this time range. Choose a longer one."
            : $"No values of {string.Join(", ", lines.Where(line => !line.IsStored).Select(line => line.MetricName).Distinct())} yet. "
            + $"'flowlogs run' publishes metrics, as MetricPublisher does.";
    }
}
