namespace Tool.Tests.Cli;

/// <summary>How many bad lines a run takes.</summary>
public sealed class BadShareTests
{
    [Theory]
    [InlineData("0.5", 0)]
    [InlineData("49.9%", 1)]
    public async Task More_than_the_share_that_is_allowed_is_a_failure_and_stores_all_the_same(string share, int exitCode)
    {
        using var here = new Sandbox();
        here.Write("flows.txt", $"{new Line()}\nbad\n{new Line()}\nbad\n");

        var run = await here.RunAsync("run", "flows.txt", "--max-bad", share);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(2 + exitCode, run.ErrorLines.Count);
        Assert.Equal(4, (await here.RowsAsync()).Count);
    }

    [Fact]
    public async Task A_file_of_none_but_bad_lines_is_a_failure_and_they_are_kept()
    {
        using var here = new Sandbox();
        here.Write("notes.txt", "These are not\nthe flow logs\nyou are looking for.\n");

        var run = await here.RunAsync("run", "notes.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("notes.txt:1: 3 fields where the format has 14", run.ErrorLines[0]);
        Assert.StartsWith("flowlogs: none of the 3 lines fits the flow log format, which is ${version} ", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(4, run.ErrorLines.Count);
        Assert.Equal(["These are not", "the flow logs", "you are looking for."], (await here.RowsAsync()).Select(row => (string?)row["unparsed"]).Order(StringComparer.Ordinal));
    }
}
