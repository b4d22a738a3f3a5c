using Emulator.CloudWatch;

namespace Web.Dashboards;

/// <summary>A statistic of a period's values ("CloudWatch statistics definitions").</summary>
/// <param name="Name">CloudWatch's name.</param>
/// <param name="Of">Computes the statistic.</param>
sealed record MetricStatistic(string Name, Func<StatisticSet, double> Of)
{
    static readonly MetricStatistic[] Known =
    [
        new("Sum", set => set.Sum),
        new("Average", set => set.Sum / set.SampleCount),
        new("Minimum", set => set.Minimum),
        new("Maximum", set => set.Maximum),
        new("SampleCount", set => set.SampleCount),
    ];

    /// <exception cref="WidgetException">The statistic is unknown.</exception>
    public static MetricStatistic Parse(string name) =>
        Array.Find(Known, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new WidgetException(
            $"The statistic {name} is not drawn here. Use {string.Join(", ", Known.Select(known => known.Name))}.");
}
