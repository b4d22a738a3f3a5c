using System.Globalization;
using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>A template whose dashboard has other widgets than the project's: each view, math, annotations, charts of log queries.</summary>
public sealed class ChangedDashboardTests(ServedStack stack) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-changed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    const string Rejected = "SEARCH('{${MetricNamespace},Protocol,StackName} MetricName=\\\"RejectedPackets\\\"', 'Sum', 900)";

    const string Hourly = "SEARCH('{${MetricNamespace},Protocol,StackName} MetricName=\\\"RejectedPackets\\\"', 'Sum', 3600)";

    const string Widgets = $$$$"""
        "widgets": [
          {"type": "metric", "x": 0, "y": 0, "width": 6, "height": 6, "properties": {"title": "Pie", "view": "pie", "setPeriodToTimeRange": true, "stat": "Sum", "metrics": [[{"expression": "{{{{Rejected}}}}"}]]}},
          {"type": "metric", "x": 6, "y": 0, "width": 6, "height": 6, "properties": {"title": "Bars", "view": "bar", "setPeriodToTimeRange": true, "stat": "Sum", "metrics": [[{"expression": "{{{{Rejected}}}}", "label": "${!PROP('Dim.Protocol')}: ${!SUM}"}]]}},
          {"type": "metric", "x": 12, "y": 0, "width": 6, "height": 6, "properties": {"title": "Gauge", "view": "gauge", "setPeriodToTimeRange": true, "stat": "Sum", "yAxis": {"left": {"min": 0, "max": 50000}}, "annotations": {"horizontal": [{"label": "much", "value": 30000}]},
            "metrics": [["${MetricNamespace}", "RejectedTcpPackets", "StackName", "${AWS::StackName}"]]}},
          {"type": "metric", "x": 18, "y": 0, "width": 6, "height": 6, "properties": {"title": "Spark", "view": "singleValue", "sparkline": true, "stat": "Sum", "period": 900, "metrics": [["${MetricNamespace}", "RejectedTcpPackets", "StackName", "${AWS::StackName}"]]}},
          {"type": "metric", "x": 0, "y": 6, "width": 12, "height": 6, "properties": {"title": "Share", "stat": "Sum", "period": 3600, "legend": {"position": "right"}, "yAxis": {"left": {"min": 0, "label": "Packets"}, "right": {"max": 1}},
            "annotations": {"horizontal": [[{"value": 10}, {"value": 20, "label": "usual"}]], "vertical": [{"value": "2026-11-01T09:00:00Z", "label": "change", "fill": "after"}], "alarms": ["${RejectedTcpPacketsAlarm.Arn}"]},
            "metrics": [[{"expression": "udp / SUM({{{{Hourly}}}})", "label": "UDP of all", "yAxis": "right"}],
              ["${MetricNamespace}", "RejectedPackets", "StackName", "${AWS::StackName}", "Protocol", "UDP", {"id": "udp", "color": "#2ca02c"}]]}},
          {"type": "metric", "x": 12, "y": 6, "width": 12, "height": 6, "properties": {"title": "Table", "view": "table", "stat": "p90", "period": 3600, "metrics": [["${MetricNamespace}", "RejectedTcpPackets", "StackName", "${AWS::StackName}"]]}},
          {"type": "metric", "x": 0, "y": 12, "width": 8, "height": 6, "properties": {"title": "Band", "metrics": [["${MetricNamespace}", "RejectedTcpPackets", "StackName", "${AWS::StackName}", {"id": "m1"}], [{"expression": "ANOMALY_DETECTION_BAND(m1, 2)"}]]}},
          {"type": "log", "x": 8, "y": 12, "width": 8, "height": 6, "properties": {"title": "By hour", "view": "timeSeries", "stacked": true, "query": "SOURCE '${FlowLogGroup}' | stats sum(packets) by bin(1h), action"}},
          {"type": "log", "x": 16, "y": 12, "width": 8, "height": 6, "properties": {"title": "By action", "view": "bar", "query": "SOURCE '${FlowLogGroup}' | stats count(*) as n by action | sort n desc"}},
          {"type": "log", "x": 0, "y": 18, "width": 12, "height": 6, "properties": {"title": "Records", "query": "SOURCE '${FlowLogGroup}' | fields @timestamp, @message | filter @message like /4242/ and packets = 700"}},
          {"type": "alarm", "x": 12, "y": 18, "width": 6, "height": 6, "properties": {"title": "Alarms", "alarms": ["${RejectedTcpPacketsAlarm.Arn}"]}},
          {"type": "explorer", "x": 18, "y": 18, "width": 6, "height": 6, "properties": {"title": "Explorer"}}

        """;

    [Fact]
    public async Task Its_numbers_are_those_of_the_commands()
    {
        await using var server = await ServeAsync();
        using var client = new HttpClient { BaseAddress = server.Url };
        var dashboard = JsonNode.Parse(await client.GetStringAsync("/api/dashboard?range=all", TestContext.Current.CancellationToken))!;
        var published = JsonNode.Parse(await FlowLogsCommand.RunAsync("metrics", "--data", stack.DataFolder, "--output", "json"))!.AsArray();
        var byProtocol = published.Where(row => row!["metric"]!.ToString() == "RejectedPackets").ToLookup(row => row!["dimensions"]!["Protocol"]!.ToString());
        var sums = byProtocol.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(Value))).ToList();

        Assert.Equal(sums, Of("Pie").Select(line => (line!["label"]!.ToString(), Latest(line))).OrderBy(line => line.Item1, StringComparer.Ordinal));
        Assert.Equal(sums.Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Key}: {sum.Item2:#,0.##}")), Of("Bars").Select(line => line!["label"]!.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(published.Where(row => row!["metric"]!.ToString() == "RejectedTcpPackets").Sum(Value), Latest(Of("Gauge")[0]!));

        var hour = byProtocol["UDP"].GroupBy(Hour).First();
        var all = byProtocol.SelectMany(group => group).Where(row => Hour(row) == hour.Key).Sum(Value);
        Assert.Equal(hour.Sum(Value) / all, Of("Share")[0]!["points"]![0]![1]!.GetValue<double>(), 9);
        Assert.Contains("ANOMALY_DETECTION_BAND", Widget("Band")["notes"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(Of("Band"));
        Assert.Contains("SEARCH", Widget("Explorer")["notes"]![0]!.ToString(), StringComparison.Ordinal);

        var byAction = JsonNode.Parse(await FlowLogsCommand.RunAsync("query", "--data", stack.DataFolder, "--output", "json", "SELECT coalesce(action, '-') AS action, count(*) AS n FROM flow_logs GROUP BY 1"))!.AsArray();
        Assert.Equal(byAction.Select(row => (row!["action"]!.ToString(), double.Parse(row["n"]!.ToString(), CultureInfo.InvariantCulture))).Order(), Of("By action").Select(line => (line!["label"]!.ToString(), Latest(line))).Order());
        Assert.Equal("2 123456789010 eni-0bad0bad0bad0bad0 " + ServedStack.Script + " 10.0.0.5 4242 22 6 700 42000 1793530000 1793530060 REJECT OK", Assert.Single(Widget("Records")["rows"]!.AsArray())![1]!.ToString());

        JsonNode Widget(string title) => dashboard["widgets"]!.AsArray().Single(widget => widget!["title"]!.ToString() == title)!;
        JsonArray Of(string title) => Widget(title)["series"]!.AsArray();
        static double Latest(JsonNode line) => line["points"]!.AsArray()[^1]![1]!.GetValue<double>();
        static double Value(JsonNode? row) => row!["value"]!.GetValue<double>();
        static string Hour(JsonNode? row) => row!["timestamp"]!.ToString()[..13];
    }

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 360)]
    public async Task It_is_drawn_without_an_error_and_read_by_everybody(string scheme, int width)
    {
        await using var server = await ServeAsync();
        await using var browser = await Chromium.StartAsync();
        await browser.PreferAsync(scheme);
        await browser.ResizeAsync(width, 1700);
        await browser.GoAsync(new Uri(server.Url, "/?range=all"));
        await browser.WaitAsync("document.querySelectorAll('section.widget').length === 12 && !document.querySelector('[aria-busy=true]')");

        Assert.Equal("Records", (await browser.EvaluateAsync("document.querySelector('section[aria-label=Records] h2').textContent"))!.ToString());
        Assert.Equal(5, (await browser.EvaluateAsync("document.querySelectorAll('section[aria-label=Pie] dd').length"))!.GetValue<int>());
        Assert.Equal(3, (await browser.EvaluateAsync("document.querySelectorAll('section[aria-label=\"By action\"] dd').length"))!.GetValue<int>());
        Assert.Contains("scale from 0 to 50,000", (await browser.EvaluateAsync("document.querySelector('.gauge').ariaLabel"))!.ToString(), StringComparison.Ordinal);
        Assert.Contains("ANOMALY_DETECTION_BAND", (await browser.EvaluateAsync("document.querySelector('section[aria-label=Band]').textContent"))!.ToString(), StringComparison.Ordinal);
        Assert.True((await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"))!.GetValue<bool>());
        Assert.Empty(browser.Errors);
        Assert.Empty(await browser.ViolationsAsync());
    }

    async Task<WebServer> ServeAsync()
    {
        var template = Path.Combine(_folder, "template.yaml");
        var text = await File.ReadAllTextAsync(stack.TemplateFile, TestContext.Current.CancellationToken);
        var start = text.IndexOf("          \"widgets\": [", StringComparison.Ordinal);
        var end = text.IndexOf("          ]\n        }\n", start, StringComparison.Ordinal);
        await File.WriteAllTextAsync(template, text[..start] + string.Concat(Widgets.Split('\n').Select(line => $"          {line}\n")) + text[end..], TestContext.Current.CancellationToken);
        return await ServedStack.ServeAsync(stack.DataFolder, template);
    }
}
