namespace Tool.Tests.Cli;

/// <summary>Help, version and exit codes.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("There is no command 'frobnicate'", "frobnicate")]
    [InlineData("There is no option --nope", "run", "--nope")]
    [InlineData("There is no option --nope", "--nope")]
    [InlineData("The command comes first", "--data", "there", "run")]
    [InlineData("Required argument missing for option: '--data'", "run", "--data")]
    [InlineData("--max-bad 'many' is not a share", "run", "--max-bad", "many")]
    [InlineData("--max-bad '1.5' is not a share", "run", "--max-bad", "1.5")]
    [InlineData("--max-bad '-1' is not a share", "run", "--max-bad=-1")]
    [InlineData("--max-bad 'NaN' is not a share", "run", "--max-bad", "NaN")]
    [InlineData("Required argument 'SQL' missing", "query")]
    [InlineData("Unrecognized command or argument 'two'", "query", "select 1", "two")]
    [InlineData("--output 'xml' is none of table, csv, json.", "query", "select 1", "--output", "xml")]
    [InlineData("The command comes first: flowlogs query", "--data", "there", "query", "select 1")]
    [InlineData("--range '5x' is no time range", "top", "--range", "5x")]
    [InlineData("--port is for the web page; --serve serves it", "run", "--port", "9000")]
    [InlineData("--bind is for the web page; --serve serves it", "run", "--bind", "0.0.0.0")]
    [InlineData("--follow takes one FILE", "run", "--follow")]
    [InlineData("--max-bad is a share of all lines", "run", "--follow", "-", "--max-bad", "1%")]
    [InlineData("--follow reads text", "run", "--follow", "-", "--format", "csv")]
    [InlineData("Required argument 'FUNCTION' missing", "invoke", "-e", "event.json")]
    [InlineData("Option '--event' is required", "invoke", "Decompressor")]
    [InlineData("--records '0' is not a whole number from 1 to 10000000000", "generate", "--records", "0")]
    [InlineData("--records 'many' is not a whole number", "generate", "--records", "many")]
    [InlineData("--records '1.5' is not a whole number", "generate", "--records", "1.5")]
    [InlineData("--seed '-1' is not a whole number", "generate", "--seed=-1")]
    [InlineData("--hours '8785' is not a whole number from 1 to 8784", "generate", "--hours", "8785")]
    [InlineData("--start 'yesterday' is not a time", "generate", "--start", "yesterday")]
    [InlineData("--start '1969-12-31T23:59' is not a time from 1970 on", "generate", "--start", "1969-12-31T23:59")]
    [InlineData("--from 'noon' is not a time", "metrics", "--from", "noon")]
    public async Task A_call_that_makes_no_sense_is_refused_with_exit_code_2(string error, params string[] arguments)
    {
        using var here = new Sandbox();

        var outcome = await here.RunAsync(arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.StartsWith($"flowlogs: {error}", outcome.Errors, StringComparison.Ordinal);
        Assert.EndsWith("Try 'flowlogs --help', or '--help' behind a command.\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(here.Folder));
    }

    [Theory]
    [InlineData("the data folder does not exist", "query", "select 1", "--data", "nowhere")]
    [InlineData("there is no such event file", "invoke", "Decompressor", "-e", "nowhere.json")]
    [InlineData("there is no function Compressor; it has Decompressor, PartitionRegistrar, MetricPublisher", "invoke", "Compressor", "-e", "event.json")]
    [InlineData("text.txt:1: is not JSON at byte 1 of the line: 'T' is an invalid start of a value.", "invoke", "Decompressor", "-e", "text.txt")]
    [InlineData("there is no such file; name the template to use", "run", "event.json", "--template", "nowhere.yaml")]
    [InlineData("The template's name is empty", "run", "event.json", "--template", "")]
    [InlineData("The data folder's name is empty", "run", "event.json", "--data", "")]
    [InlineData("A file's name is empty", "run", "")]
    [InlineData("there is no parameter Nope", "run", "event.json", "--parameter-overrides", "Nope=1")]
    [InlineData("a parameter is written Name=Value", "run", "event.json", "--parameter-overrides", "Nope")]
    [InlineData("24 hours from 9999-12-31T00:01 on end behind the year 9999", "generate", "--start", "9999-12-31T00:01")]
    [InlineData("--to is not later than --from", "metrics", "--from", "2026-11-02", "--to", "2026-11-01")]
    [InlineData("parameter RetentionDays is 'abc'", "run", "event.json", "--parameter-overrides", "RetentionDays=abc")]
    public async Task A_call_that_fails_says_why_in_one_line_with_exit_code_1(string error, params string[] arguments)
    {
        using var here = new Sandbox();
        here.Write("event.json", "{}");
        here.Write("text.txt", "This is no event.");

        var outcome = await here.RunAsync(arguments);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(error, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_a_number()
    {
        using var here = new Sandbox();

        var version = await here.RunAsync("--version");

        Assert.Equal(0, version.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
    }
}
