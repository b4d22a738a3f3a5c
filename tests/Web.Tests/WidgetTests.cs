using System.Text.Json.Nodes;
using FlowLogs.Local.Athena;
using FlowLogs.Local.CloudWatch;
using FlowLogs.Local.Template;
using FlowLogs.Local.Web.Dashboards;

namespace FlowLogs.Local.Web.Tests;

/// <summary>Widgets that the template does not have today, and may tomorrow.</summary>
public sealed class WidgetTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeRange Day = new(Start, Start.AddDays(1));

    static readonly TableDefinition Table = new(
        "vpc_flow_logs", "flow_logs",
        [("interface_id", "string"), ("srcaddr", "string"), ("dstaddr", "string"), ("dstport", "string"), ("protocol", "int"), ("packets", "bigint"), ("start", "timestamp"), ("end", "timestamp"), ("action", "string")],
        ["year", "month", "day", "hour"], "s3://bucket/flowlogs/");

    [Fact]
    public void Periods_add_up_what_falls_into_them_by_the_statistic_that_is_asked_for()
    {
        var series = Series("Packets", [(0, 5), (60, 7), (900, 1)]);

        Assert.Equal([[0, 12], [900, 1]], Points(Draw(series, """{"stat": "Sum", "period": 900, "metrics": [["Space", "Packets"]]}""")));
        Assert.Equal([[0, 6], [900, 1]], Points(Draw(series, """{"period": 900, "metrics": [["Space", "Packets"]]}""")));
        Assert.Equal([[0, 7], [900, 1]], Points(Draw(series, """{"stat": "Sum", "period": 60, "metrics": [["Space", "Packets", {"stat": "Maximum", "period": 900}]]}""")));
        Assert.Equal([[0, 13]], Points(Draw(series, """{"view": "singleValue", "setPeriodToTimeRange": true, "stat": "Sum", "metrics": [["Space", "Packets"]]}""")));
    }

    [Fact]
    public void A_dot_repeats_what_stands_above_and_labels_tell_lines_apart()
    {
        var drawn = Draw([], """
            {"metrics": [["Space", "Packets", "Stack", "one", "Protocol", "TCP"], ["...", "UDP"], [".", ".", ".", ".", ".", "ICMP", {"label": "pings ${PROP('Dim.Stack')}"}], [".", "Bytes", ".", ".", ".", "."]]}
            """);

        Assert.Equal(["Packets TCP", "Packets UDP", "pings one", "Bytes ICMP"], drawn["series"]!.AsArray().Select(line => line!["label"]!.ToString()));
    }

    [Theory]
    [InlineData("""SEARCH('{Space,Protocol} MetricName="Packets"', 'Sum', 900)""", "ICMP TCP")]
    [InlineData("""SEARCH('{Space,Protocol} MetricName="Packets" Protocol="TCP"', 'Sum', 900)""", "TCP")]
    [InlineData("""SEARCH('{Space,Protocol} Protocol=("TCP")', 'Sum')""", null)]
    [InlineData("""SEARCH('{Space,Protocol} (Protocol="TCP" OR Protocol="ICMP") NOT Protocol=tc', 'Sum')""", "ICMP")]
    [InlineData("""SEARCH('{Other,Protocol} MetricName="Packets"', 'Sum', 900)""", "")]
    [InlineData("""SEARCH('{Space} MetricName="Packets"', 'Sum', 900)""", "")]
    [InlineData("""SUM(METRICS())""", null)]
    public void A_search_finds_the_metrics_with_exactly_its_dimensions(string expression, string? found)
    {
        List<MetricSeries> stored = [.. Series("Packets", [(0, 5)], ("Protocol", "TCP")), .. Series("Packets", [(0, 2)], ("Protocol", "ICMP")), .. Series("Packets", [(0, 2)], ("Protocol", "TCP"), ("Stack", "x"))];
        var widget = new JsonObject { ["metrics"] = new JsonArray(new JsonArray(new JsonObject { ["expression"] = expression, ["label"] = "" })) };

        if (found is null && expression.StartsWith("SEARCH", StringComparison.Ordinal))
        {
            Assert.Throws<WidgetException>(() => Draw(stored, widget.ToJsonString()));
            return;
        }

        var drawn = Draw(stored, widget.ToJsonString());
        var labels = drawn["series"]!.AsArray().Select(line => line!["label"]!.ToString()).Order();
        Assert.Equal(found ?? "", string.Join(' ', labels.Select(label => label == "Packets" ? found : label)));
        Assert.Equal(found is null or "", drawn["notes"]!.AsArray().Count > 0);
    }

    [Fact]
    public void Alarm_lines_and_annotations_are_drawn()
    {
        var template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        var arn = $"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{template.Find("RejectedTcpPacketsAlarm")!.Properties["AlarmName"]}";
        var drawn = Draw([], $$$"""
            {"metrics": [], "annotations": {"alarms": ["{{{arn}}}"], "horizontal": [{"label": "much", "value": 10}, [{"value": 1}, {"value": 2}]], "vertical": [{"value": "2026-11-01T12:00:00Z", "label": "noon"}]}}
            """);

        Assert.Equal([10, 1, 2, double.Parse(template.Find("RejectedTcpPacketsAlarm")!.Properties["Threshold"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)], drawn["levels"]!.AsArray().Select(level => level!["value"]!.GetValue<double>()));
        Assert.Equal(Start.AddHours(12).ToUnixTimeSeconds(), drawn["moments"]![0]!["time"]!.GetValue<long>());
        Assert.Empty(drawn["notes"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"stat": "p99", "metrics": [["Space", "Packets"]]}""")]
    [InlineData("""{"metrics": [["Space"]]}""")]
    [InlineData("""{"metrics": ["Space"]}""")]
    [InlineData("""{"metrics": [["Space", "Packets", {"period": 0}]]}""")]
    public void What_cannot_be_drawn_is_said(string widget) => Assert.Throws<WidgetException>(() => Draw([], widget));

    [Theory]
    [InlineData(
        "SOURCE 'group' | filter action = 'REJECT' | stats sum(packets) as n by srcAddr | sort n desc | limit 20",
        "SELECT srcaddr, sum(packets) AS \"n\" FROM flow_logs WHERE (action = 'REJECT') GROUP BY 1 ORDER BY \"n\" DESC, 1 LIMIT 20")]
    [InlineData(
        "stats count(*) as records by bin(15m), action",
        "SELECT from_unixtime(CAST(to_unixtime(start) AS bigint) / 900 * 900) AS bin, action, count(*) AS \"records\" FROM flow_logs GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 1000")]
    [InlineData(
        "fields srcAddr, dstPort | filter dstPort in [22, 3389] and (protocol != 6 or srcAddr like '10.') | limit 5",
        "SELECT srcaddr, dstport FROM flow_logs WHERE ((dstport IN ('22', '3389')) AND ((protocol <> 6) OR (strpos(srcaddr, '10.') > 0))) LIMIT 5")]
    [InlineData("filter dstPort < 1024 | stats count_distinct(srcAddr)", "SELECT count(DISTINCT srcaddr) AS \"count_distinct\" FROM flow_logs WHERE (TRY_CAST(dstport AS bigint) < 1024) LIMIT 1000")]
    public void A_Logs_Insights_query_becomes_SQL(string query, string sql)
    {
        var translated = InsightsQuery.ToSql(query, Table, FlowFilter.None, Day).ReplaceLineEndings(" ");

        Assert.Equal(sql, translated.Replace("year || month || day || hour >= '2026110100'   AND start >= timestamp '2026-11-01 00:00:00' AND start < timestamp '2026-11-02 00:00:00'   AND ", "", StringComparison.Ordinal)
            .Replace("WHERE year || month || day || hour >= '2026110100'   AND start >= timestamp '2026-11-01 00:00:00' AND start < timestamp '2026-11-02 00:00:00' ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("parse @message '* *' as a, b")]
    [InlineData("stats pct(packets, 99)")]
    [InlineData("filter nothing = 1")]
    [InlineData("filter action =")]
    [InlineData("limit many")]
    public void A_Logs_Insights_query_that_is_not_understood_is_refused(string query) =>
        Assert.Throws<WidgetException>(() => InsightsQuery.ToSql(query, Table, FlowFilter.None, Day));

    [Theory]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.31.255.1", "private")]
    [InlineData("172.32.0.1", "public")]
    [InlineData("100.64.0.1", "private")]
    [InlineData("169.254.169.254", "aws")]
    [InlineData("169.254.1.1", "private")]
    [InlineData("54.239.28.85", "aws")]
    [InlineData("8.8.8.8", "public")]
    [InlineData("fd00:ec2::254", "aws")]
    [InlineData("fd12::1", "private")]
    [InlineData("2600:1f18::1", "aws")]
    [InlineData("2001:4860:4860::8888", "public")]
    [InlineData("::ffff:10.0.0.1", "private")]
    [InlineData("-", null)]
    [InlineData("6", null)]
    [InlineData("<script>", null)]
    public void An_address_is_private_AWSs_or_public(string address, string? kind) => Assert.Equal(kind, AddressMarks.Of(address)?.Kind);

    static JsonObject Draw(IReadOnlyCollection<MetricSeries> stored, string properties) => new MetricWidget(
        JsonNode.Parse(properties)!.AsObject(), Day, stored, StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"))).Draw();

    static IEnumerable<double[]> Points(JsonObject drawn) => drawn["series"]![0]!["points"]!.AsArray()
        .Select(point => new[] { point![0]!.GetValue<long>() - Start.ToUnixTimeSeconds(), point[1]!.GetValue<double>() });

    static List<MetricSeries> Series(string name, (int Second, double Value)[] points, params (string Name, string Value)[] dimensions)
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-metrics-").FullName;
        using (var store = MetricStore.Open(folder))
        {
            store.Add([.. points.Select(point => new MetricDatum
            {
                Namespace = "Space",
                MetricName = name,
                Dimensions = new SortedDictionary<string, string>(dimensions.ToDictionary(pair => pair.Name, pair => pair.Value)),
                Timestamp = Start.AddSeconds(point.Second),
                Unit = "Count",
                Statistics = StatisticSet.Of([point.Value], [1]),
            })]);
        }

        List<MetricSeries> series = [.. new MetricReader(folder).Refresh().Series];
        Directory.Delete(folder, recursive: true);
        return series;
    }
}
