using System.Text.RegularExpressions;

namespace Tool.Tests.Cli;

/// <summary>Traffic whose lines do not fit in the function's response.</summary>
public sealed class SentBackTests
{
    [Fact]
    public async Task Records_that_are_sent_back_are_stored_once()
    {
        using var here = new Sandbox();
        var lines = Line.Some(60_000, DateTimeOffset.FromUnixTimeSeconds(1_774_000_020), TimeSpan.FromSeconds(50))
            .Select(line => line with { Eni = "eni-busy" }).ToList();
        here.Write("flows.txt", lines);

        var run = await here.RunAsync("run", "flows.txt", "--parameter-overrides", "DecompressorBufferInMBs=3");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal((60_000, 60_000), (run.Count("records in"), run.Count("stored")));
        var log = await File.ReadAllTextAsync(Path.Combine(here.Data, "logs", "Decompressor.log"), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, Regex.Matches(log, @"(\d+) of them sent back").Sum(match => int.Parse(match.Groups[1].Value)));
        var rows = await here.RowsAsync();
        Assert.All(rows, row => Assert.Equal(row.HourOfEnd, row.Hour));
        Assert.Equal(
            lines.Select(line => $"{line.Source} {line.End} {line.Action}").Order(StringComparer.Ordinal),
            rows.Select(row => $"{row["srcaddr"]} {new DateTimeOffset((DateTime)row["end"]!).ToUnixTimeSeconds()} {row["action"]}")
                .Order(StringComparer.Ordinal));
    }
}
