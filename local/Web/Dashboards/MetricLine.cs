using Emulator.CloudWatch;

namespace Web.Dashboards;

/// <param name="Time">The start of the period, in seconds since 1970.</param>
/// <param name="Value">The statistic's value.</param>
sealed record MetricPoint(long Time, double Value);

/// <summary>One metric of a widget.</summary>
/// <param name="parts">Namespace, metric name, and name and value of each dimension.</param>
/// <param name="options">The display options.</param>
/// <param name="stored">The stored series, one for each unit.</param>
sealed class MetricLine(IReadOnlyList<string> parts, MetricOptions options, IEnumerable<MetricSeries> stored)
{
    // CloudWatch's own limit for a graph.
    const int MostPoints = 1440;

    readonly List<MetricSeries> _stored = [.. stored];

    public string Namespace => parts[0];

    public string MetricName => parts[1];

    public IReadOnlyList<KeyValuePair<string, string>> Dimensions { get; } =
        [.. parts.Skip(2).Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];

    /// <summary>The name among the widget's lines; see <see cref="MetricLabel.Give"/>.</summary>
    public string DefaultLabel { get; set; } = parts[1];

    public MetricStatistic Statistic => options.Statistic;

    public int Period => options.Period;

    public bool IsStored => _stored.Count > 0;

    /// <summary>The name of a stored series, in the order of <c>parts</c>.</summary>
    public static IReadOnlyList<string> NameOf(MetricSeries series) =>
        [series.Namespace, series.MetricName, .. series.Dimensions.SelectMany(dimension => new[] { dimension.Key, dimension.Value })];

    /// <summary>Returns whether a stored series has this name and exactly the same dimensions, in any order.</summary>
    public static bool IsNamed(MetricSeries series, IReadOnlyList<string> parts) =>
        series.Namespace == parts[0] && series.MetricName == parts[1]
        && series.Dimensions.Count == (parts.Count - 2) / 2
        && parts.Skip(2).Chunk(2).All(pair => series.Dimensions.TryGetValue(pair[0], out var value) && value == pair[1]);

    /// <summary>Returns the seconds between two points: as CloudWatch does, fewer points rather than too many.</summary>
    public static long ShownPeriod(int period, TimeRange range)
    {
        var shown = (long)period;
        while (range.Seconds / shown > MostPoints)
            shown *= 2;
        return shown;
    }

    /// <summary>Returns a point for each period that has values.</summary>
    public IReadOnlyList<MetricPoint> Points(TimeRange range)
    {
        var length = ShownPeriod(Period, range);
        var periods = new SortedDictionary<long, StatisticSet>();
        foreach (var (time, statistics) in _stored.SelectMany(series => series.Points))
        {
            if (time < range.From || time >= range.To)
                continue;
            var period = time.ToUnixTimeSeconds() / length * length;
            periods[period] = periods.TryGetValue(period, out var before) ? before + statistics : statistics;
        }

        return [.. periods.Select(period => new MetricPoint(period.Key, Statistic.Of(period.Value)))];
    }
}
