using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Web.Tests;

public sealed class AnswerTests(ServedStack stack)
{
    [Theory]
    [InlineData("timeline")]
    [InlineData("talkers")]
    [InlineData("receivers")]
    [InlineData("rejected")]
    [InlineData("protocols")]
    [InlineData("ports")]
    [InlineData("interfaces")]
    public async Task A_panel_shows_the_result_of_its_SQL_in_flowlogs_query(string panel)
    {
        var shown = await stack.GetAsync($"/api/overview/{panel}?range=all");
        var answered = await FlowLogsCommand.RunAsync("query", "--data", stack.DataFolder, "--output", "json", shown["sql"]!.ToString());

        var rows = JsonNode.Parse(answered)!.AsArray();
        var expected = rows.Select(row => string.Join('|', row!.AsObject().Select(cell => cell.Value?.ToString())));
        Assert.NotEmpty(rows);
        Assert.Equal(expected, shown["rows"]!.AsArray().Select(row => string.Join('|', row!.AsArray().Select(cell => cell?.ToString()))));
    }

    [Fact]
    public async Task The_numbers_of_widgets_are_those_of_flowlogs_metrics()
    {
        var published = JsonNode.Parse(await FlowLogsCommand.RunAsync("metrics", "--data", stack.DataFolder, "--output", "json"))!.AsArray(
            );
        var dashboard = await stack.GetAsync("/api/dashboard?range=all");

        var perProtocol = Widget(dashboard, "Rejected packets, every protocol seen")["series"]!.AsArray();
        var protocols = published.Where(row => row!["metric"]!.ToString() == "RejectedPackets")
            .GroupBy(row => row!["dimensions"]!["Protocol"]!.ToString()).ToList();
        Assert.NotEmpty(protocols);
        Assert.Equal(protocols.Select(group => group.Key).Order(), perProtocol.Select(line => line!["label"]!.ToString()).Order());
        foreach (var group in protocols)
            Assert.Equal(Points(group), Points(perProtocol.Single(line => line!["label"]!.ToString() == group.Key)!));

        var tcp = Widget(dashboard, "Rejected TCP packets")["series"]![0]!;
        Assert.Equal(Points(published.Where(row => row!["metric"]!.ToString() == "RejectedTcpPackets")), Points(tcp));
        Assert.Equal(["TCP", "UDP", "ICMP"],
            Widget(dashboard, "Totals now")["series"]!.AsArray().Select(line => line!["label"]!.ToString()));
        var now = Widget(dashboard, "Totals now")["series"]![0]!;
        Assert.Equal(Points(tcp).Last(), Points(now).Last());
    }

    [Fact]
    public async Task The_log_widget_queries_the_stored_records()
    {
        var widget = Widget(await stack.GetAsync("/api/dashboard?range=all"), "Top rejected sources");
        var answered = await FlowLogsCommand.RunAsync(
            "query", "--data", stack.DataFolder, "--output", "json",
            "SELECT srcaddr, sum(packets) AS n FROM flow_logs WHERE action = 'REJECT' GROUP BY srcaddr ORDER BY n DESC, srcaddr LIMIT 20");

        Assert.Equal(
            JsonNode.Parse(answered)!.AsArray().Select(row => $"{row!["srcaddr"]} {row["n"]}"),
            widget["rows"]!.AsArray().Select(row => $"{row![0]} {row[1]}"));
    }

    [Fact]
    public async Task A_widget_with_metrics_of_AWS_alone_says_so()
    {
        var widget = Widget(await stack.GetAsync("/api/dashboard"), "Function errors");

        Assert.Contains("come from AWS itself", widget["notes"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.True(widget["onlyOnAws"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_filter_applies_to_every_panel()
    {
        var unfiltered = await stack.GetAsync("/api/overview/ports?range=all");
        var ssh = await stack.GetAsync("/api/overview/ports?range=all&port=22&proto=6");
        var sources = await stack.GetAsync("/api/overview/rejected?range=all&port=22&proto=6&addr=198.51.100.7");

        Assert.True(unfiltered["rows"]!.AsArray().Count > 1);
        Assert.Equal("22", Assert.Single(ssh["rows"]!.AsArray())![0]!.ToString());
        Assert.Equal("600", Assert.Single(sources["rows"]!.AsArray())![1]!.ToString());
    }

    [Fact]
    public async Task Quotes_in_a_filter_are_part_of_the_value()
    {
        var rejected = await stack.GetAsync($"/api/overview/rejected?range=all&src={Uri.EscapeDataString("\"=1+1|calc'\"")}");
        var injected = await stack.GetAsync($"/api/overview/rejected?range=all&src={Uri.EscapeDataString("\"x' OR '1'='1\"")}");

        Assert.Equal("500", Assert.Single(rejected["rows"]!.AsArray())![1]!.ToString());
        Assert.Empty(injected["rows"]!.AsArray());
    }

    [Theory]
    [InlineData("proto=tpc", "Invalid proto 'tpc'. Use a number from 0 to 255")]
    [InlineData("port=ssh2", "Invalid port 'ssh2'. Use a number from 0 to 65535")]
    [InlineData("port=65536", "Invalid port '65536'")]
    [InlineData("src=10.0.0.0/33", "Invalid src '10.0.0.0/33'. Use an address")]
    [InlineData("action=drop", "Use ACCEPT, REJECT")]
    [InlineData("bytes=%3Emany", "Invalid bytes '>many'")]
    [InlineData("prot=6", "Unknown filter 'prot'. Use addr, src")]
    [InlineData("port=22,", "Empty value")]
    [InlineData("range=soon", "Invalid time range 'soon'. Use 15m, 24h, 7d or all.")]
    [InlineData("from=20&to=10", "ends at 10, but starts at 20")]
    [InlineData("src=a%00b", "Invalid src 'a?b'")]
    public async Task An_invalid_filter_is_an_error_with_the_valid_values(string query, string sentence) =>
        Assert.Contains(sentence, await stack.Client.ErrorAsync($"/api/overview/talkers?{query}"), StringComparison.Ordinal);

    [Fact]
    public async Task Addresses_ports_and_protocols_have_their_names()
    {
        var shown = (await stack.QueryAsync(
            "SELECT '10.1.2.3' AS srcaddr, '52.95.110.1' AS dstaddr, '443' AS dstport, 6 AS protocol")).Body;

        Assert.Equal("private", shown["marks"]!["address"]!["10.1.2.3"]!["kind"]!.ToString());
        Assert.Equal("aws", shown["marks"]!["address"]!["52.95.110.1"]!["kind"]!.ToString());
        Assert.Equal("https", shown["marks"]!["port"]!["443"]!.ToString());
        Assert.Equal("TCP", shown["marks"]!["protocol"]!["6"]!.ToString());
    }

    static JsonNode Widget(JsonObject dashboard, string title) =>
        dashboard["widgets"]!.AsArray().Single(widget => widget!["title"]!.ToString() == title)!;

    static IEnumerable<(long Time, double Value)> Points(IEnumerable<JsonNode?> published) => published
        .GroupBy(row => DateTimeOffset.Parse(row!["timestamp"]!.ToString(), CultureInfo.InvariantCulture).ToUnixTimeSeconds() / 900 * 900)
        .OrderBy(group => group.Key)
        .Select(group => (group.Key, group.Sum(row => row!["value"]!.GetValue<double>())));

    static IEnumerable<(long Time, double Value)> Points(JsonNode line) =>
        line["points"]!.AsArray().Select(point => (point![0]!.GetValue<long>(), point[1]!.GetValue<double>()));
}
