namespace Emulator.CloudWatch;

/// <summary>All stored values of one metric.</summary>
public sealed class MetricSeries
{
    readonly SortedDictionary<DateTimeOffset, StatisticSet> _points = [];

    internal MetricSeries(MetricDatum first) =>
        (Namespace, MetricName, Dimensions) = (first.Namespace, first.MetricName, first.Dimensions);

    public string Namespace { get; }

    public string MetricName { get; }

    /// <summary>By name.</summary>
    public SortedDictionary<string, string> Dimensions { get; }

    /// <summary>The statistics of each minute with values (each second for a high-resolution metric), in the order of time, UTC.</summary>
    public IReadOnlyDictionary<DateTimeOffset, StatisticSet> Points => _points;

    internal void Add(MetricDatum datum) => _points[datum.Timestamp] =
        _points.TryGetValue(datum.Timestamp, out var before) ? before + datum.Statistics : datum.Statistics;
}
