using System.Globalization;
using System.Text.Json.Nodes;

namespace Web.Dashboards;

/// <summary>The display options of a metric, from the metric or from its widget.</summary>
sealed record MetricOptions
{
    const int UsualPeriod = 300;

    static readonly string[] Known = ["id", "label", "stat", "period", "yAxis", "color", "visible", "expression", "region", "accountId"];

    /// <summary>The expression; null for a metric.</summary>
    public required string? Expression { get; init; }

    /// <summary>The label; null for the default.</summary>
    public required string? Label { get; init; }

    public required MetricStatistic Statistic { get; init; }

    /// <summary>Seconds.</summary>
    public required int Period { get; init; }

    /// <summary><c>left</c> or <c>right</c>.</summary>
    public required string Axis { get; init; }

    /// <summary>As <c>#rrggbb</c>; null if the page chooses one.</summary>
    public required string? Color { get; init; }

    public required bool IsVisible { get; init; }

    /// <exception cref="WidgetException">An option is invalid.</exception>
    public static MetricOptions Read(JsonObject own, JsonObject widget) => new()
    {
        Expression = own["expression"]?.ToString(),
        // An empty label means no label.
        Label = own["label"]?.ToString() is { Length: > 0 } label ? label : null,
        Statistic = MetricStatistic.Parse((own["stat"] ?? widget["stat"])?.ToString() ?? "Average"),
        Period = PeriodOf(own["period"] ?? widget["period"]),
        Axis = own["yAxis"]?.ToString() == "right" ? "right" : "left",
        Color = ColorOf(own["color"]),
        IsVisible = own["visible"]?.ToString() != "false",
    };

    /// <summary>The options that this page ignores.</summary>
    public static IEnumerable<string> Unknown(JsonObject own) => own.Select(option => option.Key).Except(Known);

    /// <summary>Converts a widget's colour, <c>#rgb</c> or <c>#rrggbb</c>, to <c>#rrggbb</c>. Returns null if it is invalid.</summary>
    public static string? ColorOf(JsonNode? node) => node?.ToString() is ['#', .. var digits] && digits.All(char.IsAsciiHexDigit)
        ? digits.Length switch { 6 => $"#{digits}", 3 => $"#{digits[0]}{digits[0]}{digits[1]}{digits[1]}{digits[2]}{digits[2]}", _ => null }
        : null;

    static int PeriodOf(JsonNode? node) => node is null ? UsualPeriod
        : int.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds
        : throw new WidgetException($"A period of {node} seconds is not valid. Use at least 1.");
}
