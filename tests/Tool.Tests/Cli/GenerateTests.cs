using System.Diagnostics;
using System.Globalization;

namespace Tool.Tests.Cli;

/// <summary>Sample traffic of <c>generate</c> and <c>demo</c>.</summary>
public sealed class GenerateTests
{
    [Fact]
    public async Task Traffic_has_the_requested_records_and_time_and_depends_on_the_seed()
    {
        using var here = new Sandbox();
        string[] call = ["generate", "--records", "12345", "--seed", "9", "--start", "2027-02-28T22:00", "--hours", "3"];

        var traffic = await here.RunAsync(call);
        var again = await here.RunAsync(call);
        var other = await here.RunAsync([.. call[..4], "10", .. call[5..]]);

        Assert.Equal((0, ""), (traffic.ExitCode, traffic.Errors));
        var lines = traffic.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12_345, lines.Length);
        var start = new DateTimeOffset(2027, 2, 28, 22, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.All(lines, line => Assert.InRange(long.Parse(line.Split(' ')[11], CultureInfo.InvariantCulture), start, start + 3 * 3600));
        Assert.Equal(traffic.Output, again.Output);
        Assert.NotEqual(traffic.Output, other.Output);
    }

    [Fact]
    public async Task An_existing_file_is_appended_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test needs a Unix shell.");
        using var here = new Sandbox();
        here.Write("write.sh", "{ echo before; flowlogs generate --records 2 --start 2026-01-01; echo after; } > flows.txt");
        using var shell = Processes.Start(
            new ProcessStartInfo("sh", ["write.sh"]) { WorkingDirectory = here.Folder, Environment = { ["PATH"] = Sandbox.SearchPath } });
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        var lines = await File.ReadAllLinesAsync(here.PathOf("flows.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(("before", 4, "after"), (lines[0], lines.Length, lines[^1]));
        Assert.All(lines[1..^1], line => Assert.StartsWith("2 ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_ends_when_its_reader_closes_the_pipe()
    {
        using var here = new Sandbox();
        using var process = here.Start(new Dictionary<string, string>(), "generate", "--records", "10000000000");
        try
        {
            await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            process.StandardOutput.Close();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill();
        }
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Demo_makes_the_last_day_with_rows_for_every_sample_query()
    {
        using var here = new Sandbox();
        var before = DateTime.UtcNow;

        var run = await here.RunAsync("demo", "--data", here.Data);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("This is a sample: 100,000 made-up records of the last 24 hours", run.Output, StringComparison.Ordinal);
        Assert.Equal(100_000, run.Count("stored"));
        var tables = run.Output.Split("\n\n")[1..^1];
        Assert.Equal(3, tables.Length);
        Assert.All(tables, table => Assert.Matches(@"\n[1-9][0-9]* rows?, ", table));
        var rows = await here.RowsAsync();
        Assert.Equal(100_000, rows.Count);
        Assert.InRange(rows.Max(row => (DateTime)row["end"]!), before.AddMinutes(-10), DateTime.UtcNow);
        Assert.InRange(rows.Min(row => (DateTime)row["end"]!), before.AddHours(-24).AddMinutes(-2), before.AddHours(-23));
        Assert.All(rows, row => Assert.Equal(row.HourOfEnd, row.Hour));
        var web = await here.RunAsync("findings", "--data", here.Data, "--severity", "high");
        Assert.Matches(" 10\\.0\\.1\\.[0-9]+ (web|bastion|nat) ", web.Output);
    }
}
