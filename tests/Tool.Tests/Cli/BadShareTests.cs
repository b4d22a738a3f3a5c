namespace Tool.Tests.Cli;

/// <summary>The number of bad lines that a run accepts.</summary>
public sealed class BadShareTests
{
    [Theory]
    [InlineData("0.5", 0)]
    [InlineData("49.9%", 1)]
    public async Task Run_with_more_bad_lines_than_allowed_stores_nothing(string share, int exitCode)
    {
        using var here = new Sandbox();
        here.Write("flows.txt", $"{new Line()}\nbad\n{new Line()}\nbad\n");

        var run = await here.RunAsync("run", "flows.txt", "--max-bad", share);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(2 + exitCode, run.ErrorLines.Count);
        Assert.Equal(exitCode == 0 ? 4 : 0, here.ParquetFiles.Any() ? (await here.RowsAsync()).Count : 0);
    }

    [Fact]
    public async Task A_run_of_bad_lines_only_stores_nothing()
    {
        using var here = new Sandbox();
        here.Write("notes.txt", "These are not\nthe flow logs\nyou are looking for.\n");

        var run = await here.RunAsync("run", "notes.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("notes.txt:1: 3 fields where the format has 14", run.ErrorLines[0]);
        Assert.StartsWith("flowlogs: None of the 3 lines matches the flow log format ${version} ", run.ErrorLines[^1],
            StringComparison.Ordinal);
        Assert.EndsWith("Nothing is stored.", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(4, run.ErrorLines.Count);
        Assert.Empty(here.ParquetFiles);
        Assert.Equal("", run.Output);
    }
}
