using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Web.Tests;

public sealed class EditorTests(ServedStack stack)
{
    [Theory]
    [InlineData("COPY flow_logs TO '/tmp/flow_logs.csv'")]
    [InlineData("ATTACH '/tmp/other.db' AS other")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("PRAGMA database_list")]
    [InlineData("SET memory_limit = '1GB'")]
    [InlineData("CREATE TABLE t AS SELECT 1")]
    [InlineData("DROP VIEW flow_logs")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='2026', month='01', day='01', hour='01')")]
    [InlineData("ALTER TABLE flow_logs DROP PARTITION (year='2026', month='11', day='01', hour='06')")]
    [InlineData("")]
    [InlineData("SELEC 1")]
    public async Task A_statement_that_changes_data_is_refused(string sql)
    {
        var (status, body) = await stack.QueryAsync(sql);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(body["error"]!.ToString());
        Assert.DoesNotContain("   at ", body["error"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_returns_its_scan_and_its_partitions()
    {
        var (_, body) = await stack.QueryAsync(
            "SELECT count(*) AS n FROM flow_logs WHERE year = '2026' AND month = '11' AND day = '01' AND hour = '08'");

        Assert.Equal("year=2026/month=11/day=01/hour=08", Assert.Single(body["partitionsRead"]!.AsArray())!.ToString());
        Assert.Matches(@"\(1 of \d+ partitions\), [1-9]", body["statistics"]!.ToString());
    }

    [Fact]
    public async Task A_long_result_has_1000_rows()
    {
        var (_, body) = await stack.QueryAsync("SELECT srcaddr FROM flow_logs");

        Assert.Equal(1000, body["rows"]!.AsArray().Count);
        Assert.True(body["more"]!.GetValue<bool>());
        Assert.StartsWith("12,003 rows", body["statistics"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CSV_file_has_every_row_and_no_formula()
    {
        var all = await DownloadAsync("SELECT srcaddr, bytes FROM flow_logs");
        var formula = await DownloadAsync("SELECT srcaddr, packets, -packets AS minus FROM flow_logs WHERE srcaddr LIKE '=%'");

        Assert.StartsWith("\"'=1+1\"", await DownloadAsync("SELECT 1 AS \"=1+1\""), StringComparison.Ordinal);
        Assert.Equal(12_003 + 1, all.Count(c => c == '\n'));
        Assert.Equal("\"srcaddr\",\"packets\",\"minus\"\r\n\"'=1+1|calc'\",\"500\",\"-500\"\r\n", formula);
    }

    [Fact]
    public async Task A_failed_query_downloads_no_file()
    {
        using var form = new FormUrlEncodedContent([new("sql", "SELECT nothing FROM flow_logs"), new("format", "csv")]);
        using var answer = await stack.Client.PostAsync("/api/query/download", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_named_queries_are_the_templates()
    {
        using var answer = await stack.Client.GetAsync("/api/queries", TestContext.Current.CancellationToken);

        Assert.Contains("Top 10 rejected sources", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_and_to_are_the_time_range_of_the_page_outside_quotes()
    {
        using var answer = await stack.Client.PostAsJsonAsync(
            "/api/query?from=1793530000&to=1793533600", new { sql = "SELECT :from AS f, :to AS t, ':from' AS text -- :to" },
            TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);

        Assert.Equal(["2026-11-01 10:46:40.000", "2026-11-01 11:46:40.000", ":from"], body!["rows"]![0]!.AsArray()
            .Select(cell => cell!.ToString()));
        Assert.Equal(1793530000, body["from"]!.GetValue<long>());
    }

    async Task<string> DownloadAsync(string sql)
    {
        using var form = new FormUrlEncodedContent([new("sql", sql), new("format", "csv")]);
        using var answer = await stack.Client.PostAsync("/api/query/download", form, TestContext.Current.CancellationToken);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
