using System.Text.Json.Nodes;
using Emulator.CloudWatch;
using Web.Dashboards;
using static Web.Tests.Drawn;

namespace Web.Tests;

/// <summary>Widgets that the template does not have today, and may tomorrow.</summary>
public sealed class WidgetTests
{
    [Fact]
    public void Periods_add_up_what_falls_into_them_by_the_statistic_that_is_asked_for()
    {
        var series = Series("Packets", [(0, 5), (60, 7), (900, 1)]);

        Assert.Equal([[0, 12], [900, 1]], Points(Widget(series, """{"stat": "Sum", "period": 900, "metrics": [["Space", "Packets"]]}""")));
        Assert.Equal([[0, 6], [900, 1]], Points(Widget(series, """{"period": 900, "metrics": [["Space", "Packets"]]}""")));
        Assert.Equal([[0, 7], [900, 1]], Points(Widget(series, """{"stat": "Sum", "period": 60, "metrics": [["Space", "Packets", {"stat": "Maximum", "period": 900}]]}""")));
        Assert.Equal([[0, 13]], Points(Widget(series, """{"view": "singleValue", "setPeriodToTimeRange": true, "stat": "Sum", "metrics": [["Space", "Packets"]]}""")));
    }

    [Fact]
    public void A_dot_repeats_what_stands_above_and_labels_tell_lines_apart()
    {
        var drawn = Widget([], """
            {"metrics": [["Space", "Packets", "Stack", "one", "Protocol", "TCP"], ["...", "UDP"], [".", ".", ".", ".", ".", "ICMP", {"label": "pings ${PROP('Dim.Stack')}"}], [".", "Bytes", ".", ".", ".", "."]]}
            """);

        Assert.Equal(["Packets TCP", "Packets UDP", "pings one", "Bytes ICMP"], drawn["series"]!.AsArray().Select(line => line!["label"]!.ToString()));
    }

    [Theory]
    [InlineData("""SEARCH('{Space,Protocol} MetricName="Packets"', 'Sum', 900)""", "ICMP TCP")]
    [InlineData("""SEARCH('{Space,Protocol} MetricName="Packets" Protocol="TCP"', 'Sum', 900)""", "TCP")]
    [InlineData("""SEARCH('{Space,Protocol} Protocol=("TCP" OR "UDP")', 'Sum')""", "TCP")]
    [InlineData("""SEARCH('{Space,Protocol} Protocol=("TCP" OR "ICMP")', 'Sum')""", "ICMP TCP")]
    [InlineData("""SORT(SEARCH('{Space,Protocol} MetricName="Packets"', 'Sum', 900), MAX, DESC, 1)""", "TCP")]
    [InlineData("""SEARCH('{Space,Protocol} (Protocol="TCP" OR Protocol="ICMP") NOT Protocol=tc', 'Sum')""", "ICMP")]
    [InlineData("""SEARCH('{Other,Protocol} MetricName="Packets"', 'Sum', 900)""", "")]
    [InlineData("""SEARCH('{Space} MetricName="Packets"', 'Sum', 900)""", "")]
    [InlineData("""SEARCH('{"Space",Protocol} MetricName="Packets"', 'Sum', 900)""", "ICMP TCP")]
    public void A_search_finds_the_metrics_with_exactly_its_dimensions(string expression, string found)
    {
        List<MetricSeries> stored = [.. Series("Packets", [(0, 5)], ("Protocol", "TCP")), .. Series("Packets", [(0, 2)], ("Protocol", "ICMP")), .. Series("Packets", [(0, 2)], ("Protocol", "TCP"), ("Stack", "x"))];
        var widget = new JsonObject { ["metrics"] = new JsonArray(new JsonArray(new JsonObject { ["expression"] = expression, ["label"] = "${PROP('Dim.Protocol')}" })) };

        var drawn = Widget(stored, widget.ToJsonString());
        Assert.Equal(found, string.Join(' ', drawn["series"]!.AsArray().Select(line => line!["label"]!.ToString()).Order()));
        Assert.Equal(found.Length == 0, Notes(drawn).Any());
    }

    [Fact]
    public void Alarm_lines_and_annotations_are_drawn()
    {
        var template = Deployed;
        var arn = $"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{template.Find("RejectedTcpPacketsAlarm")!.Properties["AlarmName"]}";
        var drawn = Widget([], $$$"""
            {"metrics": [], "annotations": {"alarms": ["{{{arn}}}"], "horizontal": [{"label": "much", "value": 10}, [{"value": 1}, {"value": 2}]], "vertical": [{"value": "2026-11-01T12:00:00Z", "label": "noon"}]}}
            """);

        Assert.Equal([10, 1, 2, double.Parse(template.Find("RejectedTcpPacketsAlarm")!.Properties["Threshold"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)], drawn["levels"]!.AsArray().Select(level => level!["value"]!.GetValue<double>()));
        Assert.Equal(Start.AddHours(12).ToUnixTimeSeconds(), drawn["moments"]![0]!["time"]!.GetValue<long>());
        Assert.Equal(["The widget names no metric."], Notes(drawn));
    }

    [Theory]
    [InlineData("""{"stat": "p101", "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"view": "map", "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"view": "gauge", "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"view": "gauge", "yAxis": {"left": {"min": 5, "max": 5}}, "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"view": "gauge", "yAxis": {"left": {"min": 9, "max": 1}}, "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"metrics": [["Space", "Packets"]], "yAxis": {"left": {"min": "low"}}}""")]
    [InlineData("""{"metrics": [["Space", "Packets"]], "annotations": {"horizontal": [{"label": "much"}]}}""")]
    [InlineData("""{"metrics": [["Space", "Packets"]], "start": "soon"}""")]
    [InlineData("""{"metrics": [["Space"]]}""")]
    [InlineData("""{"metrics": ["Space"]}""")]
    [InlineData("""{"metrics": [["Space", "Packets", {"period": 0}]]}""")]
    public void What_cannot_be_drawn_is_said(string widget) => Assert.Throws<WidgetException>(() => Widget([], widget));

    [Theory]
    [InlineData("p50", 3)]
    [InlineData("p100", 10)]
    [InlineData("p90", 10)]
    [InlineData("tm80", 2.5)]
    [InlineData("TM(20%:80%)", 3)]
    [InlineData("wm80", 2.8)]
    [InlineData("TC(1:4)", 3)]
    [InlineData("TS(1:4)", 9)]
    [InlineData("PR(:4)", 80)]
    public void A_percentile_and_its_kin_are_of_the_single_values(string statistic, double value)
    {
        var stored = Series("Packets", [(0, StatisticSet.Of([1, 2, 3, 4, 10], [1, 1, 1, 1, 1]))]);

        Assert.Equal([[0, value]], Points(Widget(stored, $$"""{"stat": "{{statistic}}", "period": 900, "metrics": [["Space", "Packets"]]}""")));
    }

    [Fact]
    public void A_percentile_of_a_statistic_set_is_not_invented()
    {
        var stored = Series("Packets", [(0, new StatisticSet { SampleCount = 9, Sum = 50, Minimum = 1, Maximum = 20 }), (900, new StatisticSet { SampleCount = 3, Sum = 15, Minimum = 5, Maximum = 5 })]);
        var drawn = Widget(stored, """{"stat": "p99", "period": 900, "metrics": [["Space", "Packets"]]}""");

        Assert.Equal([[900, 5]], Points(drawn));
        Assert.Contains("statistic sets", Assert.Single(Notes(drawn)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${LABEL} in ${PROP('Stat')} of ${PROP('Period')}", "Packets in Sum of 900")]
    [InlineData("${FIRST} ${LAST} ${MIN} ${MAX} ${AVG} ${SUM} ${DATAPOINT_COUNT}", "4 1,000 4 1,000 502 1,004 2")]
    [InlineData("${MAX_TIME}, ${MIN_MAX_RANGE}", "2026-11-01 00:15, 4 - 1,000")]
    [InlineData("${PROP('Namespace')} ${PROP('Dim.Protocol')}", "Space TCP")]
    [InlineData("plain", "plain")]
    public void A_label_says_what_it_asks_for(string label, string shown)
    {
        var stored = Series("Packets", [(0, 4), (900, 1000)], ("Protocol", "TCP"));
        var drawn = Widget(stored, $$"""{"stat": "Sum", "period": 900, "metrics": [["Space", "Packets", "Protocol", "TCP", {"label": "{{label}}"}]]}""");

        Assert.Equal(shown, drawn["series"]![0]!["label"]!.ToString());
    }

    [Fact]
    public void A_band_has_both_ends_and_what_is_hidden_is_not_drawn()
    {
        var drawn = Widget([], """
            {"metrics": [], "annotations": {
              "horizontal": [[{"value": 1, "color": "#d13"}, {"value": 2}], {"value": 3, "visible": false}, {"value": 4, "fill": "above", "yAxis": "right"}, {"value": 5, "fill": "sideways"}],
              "vertical": [[{"value": "2026-11-01T01:00:00Z"}, {"value": "2026-11-01T02:00:00+01:00", "label": "an hour"}]]}}
            """);
        var levels = drawn["levels"]!.AsArray();

        Assert.Equal("1 2 #dd1133|2  |4  |5  ", string.Join('|', levels.Select(level => $"{level!["value"]} {level["to"]} {level["color"]}")));
        Assert.Equal(("above", "right"), (levels[2]!["fill"]!.ToString(), levels[2]!["axis"]!.ToString()));
        Assert.Equal(Start.AddHours(1).ToUnixTimeSeconds(), drawn["moments"]![0]!["to"]!.GetValue<long>());
        Assert.Contains("sideways", string.Join(' ', Notes(drawn)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_widget_of_an_alarm_alone_shows_what_the_alarm_watches()
    {
        var arn = $"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{Deployed.Find("RejectedTcpPacketsAlarm")!.Properties["AlarmName"]}";
        var drawn = Widget([], $$$"""{"annotations": {"alarms": ["{{{arn}}}"]}}""");

        Assert.Equal("RejectedTcpPackets", Assert.Single(drawn["series"]!.AsArray())!["label"]!.ToString());
        Assert.Equal("Sum", drawn["series"]![0]!["stat"]!.ToString());
        Assert.Contains("in 900 seconds", AlarmWidget.Draw(new JsonObject { ["alarms"] = new JsonArray(arn) }, Deployed)["alarms"]![0]!["condition"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_widget_has_its_own_time_where_it_asks_for_one()
    {
        var stored = Series("Packets", [(0, 1), (80_000, 2)]);

        Assert.Equal(["Packets: 79200=2"], Lines(Widget(stored, """{"start": "-PT3H", "stat": "Sum", "period": 3600, "metrics": [["Space", "Packets"]]}""")));
        Assert.Equal(["Packets: 0=1"], Lines(Widget(stored, """{"start": "2026-11-01T00:00:00Z", "end": "2026-11-01T01:00:00Z", "stat": "Sum", "period": 3600, "metrics": [["Space", "Packets"]]}""")));
    }

    [Theory]
    [InlineData("""{"region": "eu-west-1", "metrics": [["Space", "Packets"]]}""", "eu-west-1")]
    [InlineData("""{"sparkle": true, "metrics": [["Space", "Packets"]]}""", "sparkle")]
    [InlineData("""{"metrics": [["Space", "Packets", {"colour": "#ffffff"}]]}""", "colour")]
    [InlineData("""{"metrics": [["Space", "Packets", {"color": "red"}]]}""", "#1f77b4")]
    [InlineData("""{"timezone": "+0130", "metrics": [["Space", "Packets"]]}""", "+0130")]
    public void What_makes_no_difference_is_said(string widget, string note) =>
        Assert.Contains(note, Assert.Single(Notes(Widget(Series("Packets", [(0, 1)]), widget))), StringComparison.Ordinal);

    [Theory]
    [InlineData("timeSeries", "timeSeries")]
    [InlineData("singleValue", "singleValue")]
    [InlineData("bar", "bar")]
    [InlineData("pie", "pie")]
    [InlineData("table", "metricTable")]
    [InlineData("gauge", "gauge")]
    public void Every_view_is_drawn(string view, string drawn) => Assert.Equal(
        drawn, Widget([], $$$"""{"view": "{{{view}}}", "yAxis": {"left": {"min": 0, "max": 100}}, "metrics": [["Space", "Packets"]]}""")["drawn"]!.ToString());
}
