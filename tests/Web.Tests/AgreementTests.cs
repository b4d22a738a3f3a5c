using System.Globalization;
using System.Text.Json.Nodes;
using Web.Findings;

namespace Web.Tests;

/// <summary>On random records, all numbers agree: metrics, tiles, charts, findings' evidence, and the SQL that is shown.</summary>
public sealed class AgreementTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Metrics_tiles_charts_findings_and_SQL_agree(int seed)
    {
        var random = new Random(seed);
        await using var stack = await RecordsStack.StartAsync(Enumerable.Range(0, random.Next(300, 1500)).Select(_ => Record(random)));

        var timeline = await stack.GetAsync("/api/overview/timeline?range=all");
        var tiles = Enumerable.Range(2, 3).Select(column => timeline["rows"]!.AsArray().Sum(row => Number(row![column]))).ToArray();
        Assert.Equal(tiles, await QueryAsync(stack,
            $"SELECT sum(records), sum(packets), sum(bytes) FROM ({timeline["sql"]}) AS shown"));
        Assert.Equal(tiles[0], Number((await stack.GetAsync("/api/records?range=all&limit=1"))["total"]));
        var changes = await stack.GetAsync("/api/changes?range=all");
        Assert.Equal(tiles, new[] { "records", "packets", "bytes" }.Select(name => Number(changes["now"]![name])));
        foreach (var (name, sum) in new[] { "records", "packets", "bytes" }.Zip(tiles))
            Assert.Equal(sum, changes["measures"]![name]!.AsArray().Sum(bucket => Number(bucket![1])));
        foreach (var table in new[] { "protocols", "interfaces" })
            Assert.Equal(tiles[2], (await RowsAsync(stack, $"/api/overview/{table}?range=all")).Sum(row => Number(row["bytes"])));

        var sources = await RowsAsync(stack, "/api/overview/rejected?range=all");
        Assert.All(await RowsAsync(stack, "/api/overview/tried?range=all"), port =>
            Assert.Single(sources, source => source["srcaddr"]?.ToString() == port["srcaddr"]?.ToString()));

        await MetricsAgreeAsync(stack);
        await FindingsAgreeAsync(stack, random);
    }

    // MetricPublisher counts rejected packets of each protocol, and of TCP once more alone.
    static async Task MetricsAgreeAsync(RecordsStack stack)
    {
        var metrics = JsonNode.Parse(await FlowLogsCommand.RunAsync("metrics", "--data", stack.DataFolder, "--output", "json"))!.AsArray();
        foreach (var (keyword, number) in new[] { ("TCP", 6), ("UDP", 17), ("ICMP", 1) })
        {
            var (stored, records) = ((await QueryAsync(stack, "SELECT coalesce(sum(packets), 0), count(*) FROM flow_logs "
                + $"WHERE action = 'REJECT' AND protocol = {number}"))) switch
            { var row => (row[0], row[1]) };
            Assert.Equal(stored, Sum(metric => metric["metric"]!.ToString() == "RejectedPackets"
                && metric["dimensions"]!["Protocol"]!.ToString() == keyword));
            if (keyword == "TCP")
                Assert.Equal(stored, Sum(metric => metric["metric"]!.ToString() == "RejectedTcpPackets"));
            Assert.Equal(records, Number((await stack.GetAsync($"/api/records?range=all&limit=1&action=REJECT&proto={number}"))["total"]));
        }

        long Sum(Func<JsonNode, bool> isWanted) => metrics.Where(metric => isWanted(metric!)).Sum(metric => Number(metric!["value"]));
    }

    // Some of each finding's rows, because each row is a request.
    static async Task FindingsAgreeAsync(RecordsStack stack, Random random)
    {
        var rows = 0;
        foreach (var finding in Finding.All)
        {
            var found = (await stack.GetAsync($"/api/findings/{finding.Name}?range=all"))["rows"]!.AsArray().ToArray();
            random.Shuffle(found);
            foreach (var row in found.Take(3))
            {
                var records = await stack.GetAsync($"/api/records?limit=1&{row!.AsArray()[^1]}");
                Assert.True(Number(row[6]) == Number(records["total"]), $"{finding.Name}: {row.ToJsonString()}: {records["total"]}");
                rows++;
            }
        }

        Assert.InRange(rows, 5, 10_000);
    }

    // Few values, so that findings match by chance.
    static string Record(Random random)
    {
        var source = Of("198.51.100.7", "198.51.100.8", "10.0.1.5", "10.0.2.6", "10.0.2.7");
        var destination = Of("10.0.1.9", "10.0.2.7", "10.0.3.8", "203.0.113.5");
        var protocol = Of(6, 6, 6, 17, 1, 47);
        var (low, high) = (Of(22, 23, 53, 3389, 443, 8443), random.Next(40_000, 40_050));
        var (from, to) = protocol is 1 or 47 ? (0, 0) : random.Next(4) == 0 ? (low, high) : (high, low);
        return RecordsStack.Record(Start.AddSeconds(random.Next(21_600)), source, destination, from, to, Of("ACCEPT", "REJECT"),
            Of("eni-1", "eni-2"), protocol, random.Next(1, 400));

        T Of<T>(params T[] values) => values[random.Next(values.Length)];
    }

    static async Task<IEnumerable<Dictionary<string, JsonNode?>>> RowsAsync(RecordsStack stack, string path)
    {
        var answer = await stack.GetAsync(path);
        var names = answer["columns"]!.AsArray().Select(column => column!["name"]!.ToString()).ToList();
        return answer["rows"]!.AsArray().Select(row => names.Zip(row!.AsArray()).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    static async Task<long[]> QueryAsync(RecordsStack stack, string sql) =>
        [.. (await FlowLogsCommand.RunAsync("query", "--data", stack.DataFolder, "--output", "csv", sql)).Split('\n')[1].Split(',')
            .Select(cell => long.Parse(cell.Trim().Trim('"'), CultureInfo.InvariantCulture))];

    static long Number(JsonNode? node) => (long)double.Parse(node!.ToString(), CultureInfo.InvariantCulture);
}
