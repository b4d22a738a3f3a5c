namespace Emulator.CloudWatch;

/// <summary>What is kept of the values of a metric in one period. Source: "StatisticSet" and "MetricDatum", Amazon CloudWatch API Reference.</summary>
public sealed record StatisticSet
{
    public required double SampleCount { get; init; }

    public required double Sum { get; init; }

    public required double Minimum { get; init; }

    public required double Maximum { get; init; }

    /// <summary>The values that were put as such, each once, in order; none of those that came as a set of statistics.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>How often each of <see cref="Values"/> came.</summary>
    public IReadOnlyList<double> Counts { get; init; } = [];

    /// <summary>The statistics of values, each of which came a number of times.</summary>
    public static StatisticSet Of(IReadOnlyList<double> values, IReadOnlyList<double> counts) => Tally(values.Zip(counts)) with
    {
        SampleCount = counts.Sum(),
        Sum = values.Zip(counts, (value, count) => value * count).Sum(),
        Minimum = values.Min(),
        Maximum = values.Max(),
    };

    /// <summary>The statistics of both.</summary>
    public static StatisticSet operator +(StatisticSet one, StatisticSet two) => Tally(one.Values.Zip(one.Counts).Concat(two.Values.Zip(two.Counts))) with
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
        return new StatisticSet { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0, Values = [.. counts.Keys], Counts = [.. counts.Values] };
    }
}
