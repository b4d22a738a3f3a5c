using System.Text.Json.Nodes;
using Emulator.CloudWatch;
using Web.Dashboards.Expressions;

namespace Web.Dashboards;

/// <summary>The metrics and expressions of a widget, and what each of them is over a time.</summary>
sealed class MetricGraph
{
    readonly List<(MetricOptions Options, MetricLine? Line)> _items = [];
    readonly Dictionary<MetricOptions, MathValue> _computed = [];
    readonly HashSet<MetricOptions> _computing = [];
    readonly IReadOnlyCollection<MetricSeries> _stored;
    readonly TimeRange _range;
    readonly bool _whole;

    /// <param name="metrics">The widget's <c>metrics</c>.</param>
    /// <param name="widget">Its properties.</param>
    /// <param name="stored">All stored metrics.</param>
    /// <param name="range">The time.</param>
    /// <param name="whole">Whether the time is one period.</param>
    /// <exception cref="WidgetException">An item is none.</exception>
    public MetricGraph(JsonArray metrics, JsonObject widget, IReadOnlyCollection<MetricSeries> stored, TimeRange range, bool whole)
    {
        (_stored, _range, _whole) = (stored, range, whole);
        foreach (var (parts, options) in MetricArray.Expand(metrics))
        {
            var read = MetricOptions.Read(options, widget);
            _items.Add((read, read.Expression is null ? new MetricLine(parts, read, stored.Where(series => MetricLine.IsNamed(series, parts))) : null));
        }

        MetricLabel.Give([.. Lines]);
    }

    /// <summary>In the order of the widget; a line for a metric, null for an expression.</summary>
    public IReadOnlyList<(MetricOptions Options, MetricLine? Line)> Items => _items;

    public IEnumerable<MetricLine> Lines => _items.Select(item => item.Line).OfType<MetricLine>();

    /// <summary>What a metric or an expression has to show.</summary>
    /// <exception cref="WidgetException">It is an expression that cannot be computed here.</exception>
    public IEnumerable<GraphSeries> SeriesOf(MetricOptions options, MetricLine? line)
    {
        if (line is not null)
        {
            var series = SeriesOf(line);
            return [series with { Label = MetricLabel.Fill(options.Label ?? line.DefaultLabel, line.DefaultLabel, line, series.Points) }];
        }

        var usual = options.Id ?? options.Expression!;
        return Compute(options) switch
        {
            MathSeries one => [one.Series with { Label = MetricLabel.Fill(options.Label ?? usual, usual, one.Series.Metric, one.Series.Points) }],
            MathArray array => array.Series.Select(series => series with { Label = LabelWithin(options.Label, series) }),
            var other => throw new WidgetException($"{options.Expression} is {other.Kind}, which CloudWatch does not draw either: TIME_SERIES(...) makes a line of a number."),
        };
    }

    // Of several, each is told apart by its own label behind the expression's.
    static string LabelWithin(string? label, GraphSeries series) => label switch
    {
        null => series.Label,
        _ when MetricLabel.IsDynamic(label) => MetricLabel.Fill(label, series.Label, series.Metric, series.Points),
        _ => $"{label} {series.Label}".Trim(),
    };

    MathValue Compute(MetricOptions options)
    {
        var expression = options.Expression!;
        if (_computed.TryGetValue(options, out var known))
            return known;
        if (!_computing.Add(options))
            throw new WidgetException($"The expression {expression} speaks of itself.");
        try
        {
            var scope = new MathScope
            {
                Find = Find,
                Metrics = () => [.. _items.Where(item => item.Line is not null).Select(item => (item.Options.Id, SeriesOf(item.Line!)))],
                Search = search => Found(search, options),
                Range = _range,
                Period = options.Period,
            };
            return _computed[options] = new MathExpression(expression, scope).Compute();
        }
        finally
        {
            _computing.Remove(options);
        }
    }

    MathValue? Find(string id)
    {
        var (options, line) = _items.Find(item => item.Options.Id == id);
        return options is null ? null : line is null ? Compute(options) : new MathSeries(SeriesOf(line));
    }

    GraphSeries SeriesOf(MetricLine line) => new(line.DefaultLabel, _whole ? line.OverAll(_range) : line.Points(_range), line.Period, line);

    List<GraphSeries> Found(MetricSearch search, MetricOptions options)
    {
        var lines = _stored.Where(search.Matches).GroupBy(series => string.Join('\n', MetricLine.NameOf(series)))
            .Select(series => new MetricLine(
                MetricLine.NameOf(series.First()), options with { Statistic = search.Statistic, Period = search.Period ?? options.Period }, series))
            .ToList();
        MetricLabel.Give(lines);
        return [.. lines.Select(SeriesOf)];
    }
}
