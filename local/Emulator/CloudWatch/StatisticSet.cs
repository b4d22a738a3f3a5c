namespace Emulator.CloudWatch;

/// <summary>The statistics of a metric in one period. Source: "StatisticSet" and "MetricDatum", Amazon CloudWatch API Reference.</summary>
public sealed record StatisticSet
{
    public required double SampleCount { get; init; }

    public required double Sum { get; init; }

    public required double Minimum { get; init; }

    public required double Maximum { get; init; }

    /// <summary>The distinct individual values, in order. Values of statistic sets are not included.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>The count of each of <see cref="Values"/>.</summary>
    public IReadOnlyList<double> Counts { get; init; } = [];

    /// <summary>Returns the statistics of values with counts.</summary>
    public static StatisticSet Of(IReadOnlyList<double> values, IReadOnlyList<double> counts) => Tally(values.Zip(counts)) with
    {
        SampleCount = counts.Sum(),
        Sum = values.Zip(counts, (value, count) => value * count).Sum(),
        Minimum = values.Min(),
        Maximum = values.Max(),
    };

    /// <summary>Returns the combined statistics.</summary>
    public static StatisticSet operator +(StatisticSet one, StatisticSet two) =>
        Tally(one.Values.Zip(one.Counts).Concat(two.Values.Zip(two.Counts))) with
        {
            SampleCount = one.SampleCount + two.SampleCount,
            Sum = one.Sum + two.Sum,
            Minimum = Math.Min(one.Minimum, two.Minimum),
            Maximum = Math.Max(one.Maximum, two.Maximum),
        };

    static StatisticSet Tally(IEnumerable<(double Value, double Count)> values)
    {
        var counts = new SortedDictionary<double, double>();
        foreach (var (value, count) in values)
            counts[value] = counts.GetValueOrDefault(value) + count;
        return new StatisticSet
        {
            SampleCount = 0,
            Sum = 0,
            Minimum = 0,
            Maximum = 0,
            Values = [.. counts.Keys],
            Counts = [.. counts.Values]
        };
    }
}
