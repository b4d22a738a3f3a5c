using System.Globalization;
using System.Text.Json.Nodes;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>How a metric is shown: by its own options, or the widget's.</summary>
sealed record MetricOptions
{
    const int UsualPeriod = 300;

    /// <summary>Null where it has none of its own.</summary>
    public required string? Label { get; init; }

    public required MetricStatistic Statistic { get; init; }

    /// <summary>Seconds.</summary>
    public required int Period { get; init; }

    /// <summary><c>left</c> or <c>right</c>.</summary>
    public required string Axis { get; init; }

    /// <summary>As <c>#rrggbb</c>; null where the page chooses one.</summary>
    public required string? Color { get; init; }

    public required bool IsVisible { get; init; }

    /// <exception cref="WidgetException">An option is none.</exception>
    public static MetricOptions Read(JsonObject own, JsonObject widget) => new()
    {
        Label = own["label"]?.ToString(),
        Statistic = MetricStatistic.Parse((own["stat"] ?? widget["stat"])?.ToString() ?? "Average"),
        Period = PeriodOf(own["period"] ?? widget["period"]),
        Axis = own["yAxis"]?.ToString() == "right" ? "right" : "left",
        Color = own["color"]?.ToString() is ['#', _, _, _, _, _, _] color && color.Skip(1).All(char.IsAsciiHexDigit) ? color : null,
        IsVisible = own["visible"]?.ToString() != "false",
    };

    static int PeriodOf(JsonNode? node) => node is null ? UsualPeriod
        : int.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds
        : throw new WidgetException($"A period of {node} seconds is none.");
}
