namespace Tool.Tests.Cli;

/// <summary><c>flowlogs data</c>: the stored data by run.</summary>
public sealed class DataCommandTests
{
    static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1_774_008_000);

    [Fact]
    public async Task Each_run_is_listed_and_removed_by_its_id()
    {
        using var here = new Sandbox();
        here.Write("one.txt", Line.Some(50, Noon, TimeSpan.FromHours(2)));
        here.Write("two.txt", Line.Some(30, Noon, TimeSpan.FromHours(2)));
        Assert.Equal(0, (await here.RunAsync("run", "one.txt")).ExitCode);
        Assert.Equal(0, (await here.RunAsync("run", "two.txt")).ExitCode);
        Assert.Equal((0, ""), await here.RunAsync("data", "verify") is var verified ? (verified.ExitCode, verified.Errors) : default);

        var runs = await RunsAsync(here);
        Assert.Equal(["50", "30"], runs.Select(run => run[3]));
        Assert.Equal(["one.txt", "two.txt"], runs.Select(run => run[^1]));
        Assert.All(runs, run => Assert.Equal("complete", run[2]));
        var metrics = await here.RunAsync("metrics", "--output", "csv");

        var removed = await here.RunAsync("data", "remove", runs[0][0]);

        Assert.Equal((0, ""), (removed.ExitCode, removed.Errors));
        Assert.Equal(["30"], (await RunsAsync(here)).Select(run => run[3]));
        Assert.Equal(["30"], await here.QueryAsync("select count(*) from flow_logs"));
        Assert.Equal(0, (await here.RunAsync("data", "verify")).ExitCode);
        Assert.NotEqual(metrics.Output, (await here.RunAsync("metrics", "--output", "csv")).Output);
        Assert.DoesNotContain(runs[0][0], File.ReadAllText(Path.Combine(here.Data, "cloudwatch", "metrics.jsonl")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_of_hours_is_removed_from_all_runs()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", Line.Some(60, Noon, TimeSpan.FromHours(3)));
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        var hours = await here.QueryAsync("select hour, count(*) from flow_logs group by 1 order by 1");

        var hour = Noon.UtcDateTime.Date.AddHours(int.Parse(hours[0].Split(',')[0]));
        var removed = await here.RunAsync("data", "remove", "--from", $"{hour:yyyy-MM-ddTHH:mm}", "--to",
            $"{hour.AddHours(1):yyyy-MM-ddTHH:mm}");

        Assert.Equal((0, ""), (removed.ExitCode, removed.Errors));
        Assert.Equal(hours.Skip(1), await here.QueryAsync("select hour, count(*) from flow_logs group by 1 order by 1"));
        Assert.Equal((0, ""), await here.RunAsync("data", "verify") is var verified ? (verified.ExitCode, verified.Errors) : default);
    }

    [Fact]
    public async Task Verify_reports_damaged_and_missing_files()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", Line.Some(60, Noon, TimeSpan.FromHours(3)));
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        var files = here.ParquetFiles.Order().ToList();
        File.WriteAllText(files[0], "damaged");
        File.Delete(files[1]);

        var verified = await here.RunAsync("data", "verify");

        Assert.Equal((1, ""), (verified.ExitCode, verified.Output));
        Assert.StartsWith($"flowlogs: Damaged file: {files[0]}. ", verified.ErrorLines[0], StringComparison.Ordinal);
        Assert.Matches("^flowlogs: Run [0-9a-f]{8} stored 60 rows, but [0-9]+ exist\\. Remove the run with ", verified.ErrorLines[1]);
    }

    [Theory]
    [InlineData(2, "Name either runs, as 'flowlogs data' lists them, or a span", "data", "remove")]
    [InlineData(2, "--from and --to must be whole hours", "data", "remove", "--from", "2026-11-01T00:30", "--to", "2026-11-02")]
    [InlineData(1, "Unknown run 'abc'.", "data", "remove", "abc")]
    [InlineData(1, "Nothing is stored from 2026-11-01T00:00 to 2026-11-02T00:00.", "data", "remove", "--from", "2026-11-01", "--to",
        "2026-11-02")]
    public async Task An_invalid_span_or_run_removes_nothing(int code, string error, params string[] call)
    {
        using var here = new Sandbox();
        Directory.CreateDirectory(here.Data);

        var outcome = await here.RunAsync(call);

        Assert.Equal((code, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"flowlogs: {error}", outcome.Errors, StringComparison.Ordinal);
    }

    // Returns the rows of the list without its header.
    static async Task<IReadOnlyList<string[]>> RunsAsync(Sandbox here) =>
        [.. (await here.RunAsync("data", "--output", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(row => row.Split(','))];
}
