using System.Globalization;
using FlowLogs.Local.CloudWatch;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>What of a period's values is shown ("CloudWatch statistics definitions").</summary>
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

    /// <exception cref="WidgetException">It is a statistic that needs more than local mode keeps.</exception>
    public static MetricStatistic Parse(string name) =>
        Array.Find(Known, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new WidgetException(string.Create(CultureInfo.InvariantCulture, $"The statistic {name} is not drawn here; {string.Join(", ", Known.Select(known => known.Name))} are."));
}
