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
    public async Task A_panel_shows_what_flowlogs_query_answers_to_its_SQL(string panel)
    {
        var shown = await stack.GetAsync($"/api/overview/{panel}?range=all");
        var answered = await FlowLogsCommand.RunAsync("query", "--data", stack.DataFolder, "--output", "json", shown["sql"]!.ToString());

        var rows = JsonNode.Parse(answered)!.AsArray();
        var expected = rows.Select(row => string.Join('|', row!.AsObject().Select(cell => cell.Value?.ToString())));
        Assert.NotEmpty(rows);
        Assert.Equal(expected, shown["rows"]!.AsArray().Select(row => string.Join('|', row!.AsArray().Select(cell => cell?.ToString()))));
    }

    [Theory]
    [InlineData("range=24h")]
    [InlineData("range=2h")]
    [InlineData("range=all&proto=6")]
    [InlineData("range=all&port=443&action=ACCEPT")]
    [InlineData("range=all&action=REJECT&proto=17")]
    [InlineData("range=all&addr=10.0.0.5")]
    [InlineData("range=all&src=198.51.100.7&dst=10.0.0.5")]
    [InlineData("range=all&srcport=4242")]
    [InlineData("range=all&port=0443")]
    [InlineData("range=all&eni=no-such-interface")]
    [InlineData("from=1793530000&to=1793533600&port=22")]
    public async Task A_filtered_panel_has_the_rows_of_its_SQL(string query)
    {
        foreach (var panel in OverviewPanels.Names)
        {
            var shown = await stack.GetAsync($"/api/overview/{panel}?{query}");
            var answered = (await stack.QueryAsync(shown["sql"]!.ToString())).Body;

            Assert.Equal(answered["columns"]!.ToJsonString(), shown["columns"]!.ToJsonString());
            Assert.Equal(Lines(answered), Lines(shown));
        }

        static IEnumerable<string> Lines(JsonNode result) => result["rows"]!.AsArray().Select(row => row!.ToJsonString());
    }

    [Fact]
    public async Task The_widgets_numbers_are_those_of_flowlogs_metrics()
    {
        var published = JsonNode.Parse(await FlowLogsCommand.RunAsync("metrics", "--data", stack.DataFolder, "--output", "json"))!.AsArray();
        var dashboard = await stack.GetAsync("/api/dashboard?range=all");

        var perProtocol = Widget(dashboard, "Rejected packets, every protocol seen")["series"]!.AsArray();
        var protocols = published.Where(row => row!["metric"]!.ToString() == "RejectedPackets").GroupBy(row => row!["dimensions"]!["Protocol"]!.ToString()).ToList();
        Assert.NotEmpty(protocols);
        Assert.Equal(protocols.Select(group => group.Key).Order(), perProtocol.Select(line => line!["label"]!.ToString()).Order());
        foreach (var group in protocols)
            Assert.Equal(Points(group), Points(perProtocol.Single(line => line!["label"]!.ToString() == group.Key)!));

        var tcp = Widget(dashboard, "Rejected TCP packets")["series"]![0]!;
        Assert.Equal(Points(published.Where(row => row!["metric"]!.ToString() == "RejectedTcpPackets")), Points(tcp));
        var now = Widget(dashboard, "Totals now")["series"]![0]!;
        Assert.Equal(Points(tcp).Last(), Points(now).Last());
    }

    [Fact]
    public async Task The_log_widget_is_the_query_over_the_stored_records()
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
    public async Task A_widget_whose_metrics_only_AWS_has_says_so()
    {
        var widget = Widget(await stack.GetAsync("/api/dashboard"), "Function errors");

        Assert.Contains("come from AWS itself", widget["notes"]![0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_in_the_address_holds_for_every_panel()
    {
        var unfiltered = await stack.GetAsync("/api/overview/ports?range=all");
        var ssh = await stack.GetAsync("/api/overview/ports?range=all&port=22&proto=6");
        var sources = await stack.GetAsync("/api/overview/rejected?range=all&port=22&proto=6&addr=198.51.100.7");

        Assert.True(unfiltered["rows"]!.AsArray().Count > 1);
        Assert.Equal("22", Assert.Single(ssh["rows"]!.AsArray())![0]!.ToString());
        Assert.Equal("600", Assert.Single(sources["rows"]!.AsArray())![1]!.ToString());
    }

    [Fact]
    public async Task A_filter_with_quotes_is_a_value_and_no_SQL()
    {
        var rejected = await stack.GetAsync($"/api/overview/rejected?range=all&src={Uri.EscapeDataString("=1+1|calc'")}");
        var injected = await stack.GetAsync($"/api/overview/rejected?range=all&src={Uri.EscapeDataString("x' OR '1'='1")}");

        Assert.Equal("500", Assert.Single(rejected["rows"]!.AsArray())![1]!.ToString());
        Assert.Empty(injected["rows"]!.AsArray());
    }

    [Theory]
    [InlineData("proto=tcp", "protocol's number")]
    [InlineData("range=soon", "time range")]
    [InlineData("from=20&to=10", "ends before it begins")]
    [InlineData("src=a%00b", "control characters")]
    public async Task A_filter_that_is_none_is_refused_with_a_sentence(string query, string sentence)
    {
        using var answer = await stack.Client.GetAsync($"/api/overview/talkers?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_ports_and_protocols_have_their_names()
    {
        var shown = (await stack.QueryAsync("SELECT '10.1.2.3' AS srcaddr, '52.95.110.1' AS dstaddr, '443' AS dstport, 6 AS protocol")).Body;

        Assert.Equal("private", shown["marks"]!["address"]!["10.1.2.3"]!["kind"]!.ToString());
        Assert.Equal("aws", shown["marks"]!["address"]!["52.95.110.1"]!["kind"]!.ToString());
        Assert.Equal("https", shown["marks"]!["port"]!["443"]!.ToString());
        Assert.Equal("TCP", shown["marks"]!["protocol"]!["6"]!.ToString());
    }

    static JsonNode Widget(JsonObject dashboard, string title) => dashboard["widgets"]!.AsArray().Single(widget => widget!["title"]!.ToString() == title)!;

    static IEnumerable<(long Time, double Value)> Points(IEnumerable<JsonNode?> published) => published
        .GroupBy(row => DateTimeOffset.Parse(row!["timestamp"]!.ToString(), CultureInfo.InvariantCulture).ToUnixTimeSeconds() / 900 * 900)
        .OrderBy(group => group.Key)
        .Select(group => (group.Key, group.Sum(row => row!["value"]!.GetValue<double>())));

    static IEnumerable<(long Time, double Value)> Points(JsonNode line) =>
        line["points"]!.AsArray().Select(point => (point![0]!.GetValue<long>(), point[1]!.GetValue<double>()));
}
