using System.Text.Json.Nodes;
using Emulator.CloudWatch;
using Web.Dashboards;
using static Web.Tests.Drawn;

namespace Web.Tests;

/// <summary>Widgets of metrics.</summary>
public sealed class WidgetTests
{
    [Fact]
    public void A_period_has_the_statistic_of_its_values()
    {
        var series = Series("Packets", [(0, 5), (60, 7), (900, 1)]);

        Assert.Equal([[0, 12], [900, 1]], Points(Widget(series, """{"stat": "Sum", "period": 900, "metrics": [["Space", "Packets"]]}""")));
        Assert.Equal([[0, 6], [900, 1]], Points(Widget(series, """{"period": 900, "metrics": [["Space", "Packets"]]}""")));
        Assert.Equal([[0, 7], [900, 1]], Points(Widget(series, """{"stat": "Sum", "period": 60, "metrics": [["Space", "Packets", {"stat": "Maximum", "period": 900}]]}""")));
    }

    [Fact]
    public void A_dot_repeats_the_item_above()
    {
        var drawn = Widget([], """
            {"metrics": [["Space", "Packets", "Stack", "one", "Protocol", "TCP"], ["...", "UDP"], [".", ".", ".", ".", ".", "ICMP", {"label": "pings"}], [".", "Bytes", ".", ".", ".", "."]]}
            """);

        Assert.Equal(["Packets TCP", "Packets UDP", "pings", "Bytes ICMP"], drawn["series"]!.AsArray()
            .Select(line => line!["label"]!.ToString()));
    }

    [Theory]
    [InlineData("""SEARCH('{Space,Protocol} MetricName="Packets"', 'Sum', 900)""", "ICMP TCP")]
    [InlineData("""SEARCH('{Space,Protocol} MetricName="Packets" Protocol="TCP"', 'Sum', 900)""", "TCP")]
    [InlineData("""SEARCH('{Space,Protocol} Protocol=("TCP" OR "UDP")', 'Sum')""", "TCP")]
    [InlineData("""SEARCH('{Space,Protocol} Protocol=("TCP" OR "ICMP")', 'Sum')""", "ICMP TCP")]
    [InlineData("""SEARCH('{Space,Protocol} (Protocol="TCP" OR Protocol="ICMP") NOT Protocol=tc', 'Sum')""", "ICMP")]
    [InlineData("""SEARCH('{Other,Protocol} MetricName="Packets"', 'Sum', 900)""", "")]
    [InlineData("""SEARCH('{Space} MetricName="Packets"', 'Sum', 900)""", "")]
    [InlineData("""SEARCH('{"Space",Protocol} MetricName="Packets"', 'Sum', 900)""", "ICMP TCP")]
    public void A_search_finds_the_metrics_with_exactly_its_dimensions(string expression, string found)
    {
        List<MetricSeries> stored = [.. Series("Packets", [(0, 5)], ("Protocol", "TCP")),
            .. Series("Packets", [(0, 2)], ("Protocol", "ICMP")), .. Series("Packets", [(0, 2)], ("Protocol", "TCP"), ("Stack", "x"))];
        var widget = new JsonObject { ["metrics"] = new JsonArray(new JsonArray(new JsonObject { ["expression"] = expression })) };

        var drawn = Widget(stored, widget.ToJsonString());
        Assert.Equal(found.Contains(' ') ? found : found.Length == 0 ? "" : "Packets",
            string.Join(' ', drawn["series"]!.AsArray().Select(line => line!["label"]!.ToString()).Order()));
        Assert.Equal(found.Length == 0, Notes(drawn).Any());
    }

    [Theory]
    [InlineData("""{"stat": "p101", "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"view": "map", "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"view": "gauge", "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"metrics": [["Space", "Packets"]], "yAxis": {"left": {"min": "low"}}}""")]
    [InlineData("""{"metrics": [["Space"]]}""")]
    [InlineData("""{"metrics": ["Space"]}""")]
    [InlineData("""{"metrics": [["Space", "Packets", {"period": 0}]]}""")]
    public void An_undrawable_widget_says_so(string widget) => Assert.Throws<WidgetException>(() => Widget([], widget));

    [Theory]
    [InlineData("""{"region": "eu-west-1", "metrics": [["Space", "Packets"]]}""", "eu-west-1")]
    [InlineData("""{"sparkle": true, "metrics": [["Space", "Packets"]]}""", "sparkle")]
    [InlineData("""{"metrics": [["Space", "Packets", {"colour": "#ffffff"}]]}""", "colour")]
    [InlineData("""{"metrics": [["Space", "Packets", {"color": "red"}]]}""", "#1f77b4")]
    [InlineData("""{"annotations": {"horizontal": [{"value": 10}]}, "metrics": [["Space", "Packets"]]}""", "annotations")]
    [InlineData("""{"metrics": [["Space", "Packets"], [{"expression": "SUM(METRICS())"}]]}""", "Only SEARCH is.")]
    public void An_option_without_effect_is_reported(string widget, string note) =>
        Assert.Contains(note, Assert.Single(Notes(Widget(Series("Packets", [(0, 1)]), widget))), StringComparison.Ordinal);
}
