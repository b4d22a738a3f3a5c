using Emulator.CloudWatch;

namespace Web.Dashboards;

/// <summary>What of a period's values is shown ("CloudWatch statistics definitions").</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Of">Null where what is stored of the period cannot tell: a statistic set has no single values.</param>
sealed record MetricStatistic(string Name, Func<StatisticSet, double?> Of)
{
    static readonly MetricStatistic[] Known =
    [
        new("Sum", set => set.Sum),
        new("Average", set => set.Sum / set.SampleCount),
        new("Minimum", set => set.Minimum),
        new("Maximum", set => set.Maximum),
        new("SampleCount", set => set.SampleCount),
    ];

    /// <exception cref="WidgetException">It is none.</exception>
    public static MetricStatistic Parse(string name) =>
        Array.Find(Known, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? ExtendedStatistic.Parse(name)
        ?? throw new WidgetException($"The statistic {name} is not drawn here; {string.Join(", ", Known.Select(known => known.Name))}, p99, tm99, TM(10%:90%), wm99, IQM, TC(..), TS(..) and PR(..) are.");
}
