using Emulator.CloudWatch;
using static Web.Tests.Drawn;

namespace Web.Tests;

/// <summary>Expressions over the metrics of a widget.</summary>
public sealed class MetricMathTests
{
    static readonly List<MetricSeries> Stored =
    [
        .. Series("Rejected", [(0, 10), (900, 30), (2700, 20)]), .. Series("All", [(0, 100), (900, 60), (1800, 50)]), .. Series("Zero", [(0, 0), (900, 5)]),
        .. Series("Packets", [(0, 3)], ("Protocol", "TCP")), .. Series("Packets", [(0, 7), (900, 1)], ("Protocol", "UDP")),
    ];

    [Theory]
    [InlineData("m1/m2", "e: 0=0.1 900=0.5")]
    [InlineData("100 * m1 / m2", "e: 0=10 900=50")]
    [InlineData("m1 + m2 * 2 - 1", "e: 0=209 900=149")]
    [InlineData("-m1 ^ 2", "e: 0=-100 900=-900 2700=-400")]
    [InlineData("m2 / m3", "e: 900=12")]
    [InlineData("SUM(METRICS())", "e: 0=110 900=95 1800=50 2700=20")]
    [InlineData("SUM([m1, m2])", "e: 0=110 900=90 1800=50 2700=20")]
    [InlineData("AVG([m1, m2])", "e: 0=55 900=45 1800=50 2700=20")]
    [InlineData("MAX(METRICS('m1'))", "e: 0=10 900=30 2700=20")]
    [InlineData("m1 / MAX(m1)", "e: 0=0.333 900=1 2700=0.667")]
    [InlineData("m1 - AVG(m1) + DATAPOINT_COUNT(m1) + METRIC_COUNT(METRICS())", "e: 0=-4 900=16 2700=6")]
    [InlineData("ABS(m1 - 20)", "e: 0=10 900=10 2700=0")]
    [InlineData("CEIL(m1 / 20) + FLOOR(m1 / 20)", "e: 0=1 900=3 2700=2")]
    [InlineData("RATE(m1)", "e: 900=0.022 2700=-0.006")]
    [InlineData("DIFF(m1)", "e: 900=20 2700=-10")]
    [InlineData("DIFF_TIME(m1)", "e: 900=900 2700=1800")]
    [InlineData("RUNNING_SUM(m1)", "e: 0=10 900=40 2700=60")]
    [InlineData("IF(m1 > 15, m1, 0)", "e: 0=0 900=30 2700=20")]
    [InlineData("IF(m1 >= 20 AND m1 < 30, 1)", "e: 2700=1")]
    [InlineData("IF(m1 == 10 || m1 == 20, m1, m2)", "e: 0=10 900=60 2700=20")]
    [InlineData("PERIOD(m1) * m1", "e: 0=9000 900=27000 2700=18000")]
    [InlineData("HOUR(m1) + MINUTE(m1) + DAY(m1) + DATE(m1) + MONTH(m1) + YEAR(m1)", "e: 0=2045 900=2060 2700=2090")]
    [InlineData("FIRST(SORT([m1, m2], SUM, DESC)) + 0", "e: 0=100 900=60 1800=50")]
    [InlineData("SUM(SEARCH('{Space,Protocol} MetricName=\"Packets\"', 'Sum', 900))", "e: 0=10 900=1")]
    [InlineData("m1 / SUM(SEARCH('{Space,Protocol} MetricName=\"Packets\"', 'Sum', 900))", "e: 0=1 900=30")]
    public void An_expression_is_computed(string expression, string line) => Assert.Equal([line], Lines(Draw(expression)));

    [Fact]
    public void Periods_without_values_are_filled()
    {
        Assert.StartsWith("e: 0=10 900=30 1800=0 2700=20 3600=0 ", Assert.Single(Lines(Draw("FILL(m1, 0)"))), StringComparison.Ordinal);
        Assert.StartsWith("e: 0=10 900=30 1800=30 2700=20 3600=20 ", Assert.Single(Lines(Draw("FILL(m1, REPEAT)"))), StringComparison.Ordinal);
        Assert.Equal("e: 0=10 900=30 1800=25 2700=20", Assert.Single(Lines(Draw("FILL(m1, LINEAR)"))));
        Assert.Equal(97, Assert.Single(Lines(Draw("TIME_SERIES(4)"))).Split(' ').Length);
    }

    [Fact]
    public void An_array_is_a_line_for_each_with_the_expressions_label_before_its_own()
    {
        Assert.Equal(["e TCP: 0=6", "e UDP: 0=14 900=2"], Lines(Draw("2 * SEARCH('{Space,Protocol} MetricName=\"Packets\"', 'Sum', 900)")));
        Assert.Equal(["e UDP: 0=7 900=1"], Lines(Draw("SORT(SEARCH('{Space,Protocol} MetricName=\"Packets\"', 'Sum', 900), MAX, DESC, 1)")));
        Assert.Equal(["e TCP: 0=3"], Lines(Draw("SLICE(SEARCH('{Space,Protocol} MetricName=\"Packets\"', 'Sum', 900), 0, 1)")));
    }

    [Fact]
    public void Expressions_speak_of_each_other_and_hidden_metrics_count()
    {
        var drawn = Widget(Stored, """
            {"stat": "Sum", "period": 900, "metrics": [
              [{"expression": "e1 * 100", "label": "percent", "id": "e2", "color": "#123456"}],
              [{"expression": "m1 / m2", "id": "e1", "visible": false}],
              ["Space", "Rejected", {"id": "m1", "visible": false}], ["Space", "All", {"id": "m2"}]]}
            """);

        Assert.Equal(["percent: 0=10 900=50", "All: 0=100 900=60 1800=50"], Lines(drawn));
        Assert.Equal("#123456", drawn["series"]![0]!["color"]!.ToString());
    }

    [Fact]
    public void One_expression_twice_is_each_time_of_its_own_period_and_statistic()
    {
        const string search = """SEARCH('{Space} MetricName=\"Rejected\"', 'Sum')""";
        var drawn = Widget(Stored, $$"""{"metrics": [[{"expression": "{{search}}", "label": "a", "period": 900}], [{"expression": "{{search}}", "label": "b", "period": 3600}]]}""");

        Assert.Equal(["a Rejected: 0=10 900=30 2700=20", "b Rejected: 0=60"], Lines(drawn));
    }

    [Fact]
    public void Over_the_whole_time_an_expression_is_of_the_sums() => Assert.Equal(
        ["share: 0=0.286"],
        Lines(Widget(Stored, """{"view": "singleValue", "setPeriodToTimeRange": true, "stat": "Sum", "metrics": [["Space", "Rejected", {"id": "m1", "visible": false}], ["Space", "All", {"id": "m2", "visible": false}], [{"expression": "m1/m2", "label": "share"}]]}""")));

    [Theory]
    [InlineData("ANOMALY_DETECTION_BAND(m1, 2)", "ANOMALY_DETECTION_BAND is not drawn here")]
    [InlineData("m1 + m9", "m9")]
    [InlineData("SUM(m1)", "TIME_SERIES")]
    [InlineData("m1 +", "ends too early")]
    [InlineData("m1 m2", "should end")]
    [InlineData("WIDEN(m1)", "WIDEN")]
    [InlineData("RATE(m1, 2)", "takes 1 arguments")]
    [InlineData("[m1, m2] / [m1, m2]", "an array of time series")]
    [InlineData("FILL(m1, UP)", "UP")]
    [InlineData("e + 1", "speaks of itself")]
    [InlineData("m1 % 2", "%")]
    public void What_cannot_be_computed_is_said_and_the_other_lines_are_drawn(string expression, string note)
    {
        var drawn = Widget(Stored, $$"""{"stat": "Sum", "period": 900, "metrics": [["Space", "Rejected", {"id": "m1"}], ["Space", "All", {"id": "m2", "visible": false}], [{"expression": "{{expression}}", "id": "e"}]]}""");

        Assert.Equal(["Rejected: 0=10 900=30 2700=20"], Lines(drawn));
        Assert.Contains(note, Assert.Single(Notes(drawn)), StringComparison.Ordinal);
    }

    static System.Text.Json.Nodes.JsonObject Draw(string expression) => Widget(Stored, $$"""
        {"stat": "Sum", "period": 900, "metrics": [
          ["Space", "Rejected", {"id": "m1", "visible": false}], ["Space", "All", {"id": "m2", "visible": false}], ["Space", "Zero", {"id": "m3", "visible": false}],
          [{"expression": "{{expression.Replace("\"", "\\\"", StringComparison.Ordinal)}}", "label": "e"}]]}
        """);
}
