using System.Text.RegularExpressions;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>Help, version and exit codes.</summary>
public sealed partial class UsageTests
{
    [Theory]
    [InlineData("Unknown command 'frobnicate', and no file has this name.", "frobnicate")]
    [InlineData("Unknown command 'querry', and no file has this name. Did you mean 'query'?", "querry", "select 1")]
    [InlineData("Unknown command 'RUN', and no file has this name. Did you mean 'run'?", "RUN", "flows.txt")]
    [InlineData("Unknown command 'mertics'. Did you mean 'metrics'?", "help", "mertics")]
    [InlineData("Unknown option '--nope'.", "run", "--nope")]
    [InlineData("Unknown option '--nope'.", "--nope")]
    [InlineData("Unknown option '--otuput'. Did you mean '--output'?", "query", "select 1", "--otuput", "csv")]
    [InlineData("Unknown option '--otuput'. Did you mean '--output'?", "query", "--otuput=csv")]
    [InlineData("Unknown option '--folow'. Did you mean '--follow'?", "flows.txt", "--folow")]
    [InlineData("FILE is missing. Name a file, a folder, a pattern or s3://bucket/prefix/, or - for standard input. 'flowlogs demo' runs "
        + "sample traffic.", "run")]
    [InlineData("FILE is missing.", "--data", "there")]
    [InlineData("The command comes first", "--data", "there", "run")]
    [InlineData("Required argument missing for option: '--data'", "run", "--data")]
    [InlineData("--max-bad must be from 0 to 1, or from 0% to 100%, but was 'many'.", "run", "--max-bad", "many")]
    [InlineData("--max-bad must be from 0 to 1, or from 0% to 100%, but was '1.5'.", "run", "--max-bad", "1.5")]
    [InlineData("--max-bad must be from 0 to 1, or from 0% to 100%, but was '-1'.", "run", "--max-bad=-1")]
    [InlineData("--max-bad must be from 0 to 1, or from 0% to 100%, but was 'NaN'.", "run", "--max-bad", "NaN")]
    [InlineData("Unexpected argument 'two'.", "query", "select 1", "two")]
    [InlineData("Pass the SQL as an argument or with --file, not both.", "query", "select 1", "-f", "query.sql")]
    [InlineData("--limit must be a whole number, but was 'few'.", "query", "select 1", "--limit", "few")]
    [InlineData("Invalid output format 'xml'. Use table, csv or json.", "query", "select 1", "--output", "xml")]
    [InlineData("The command comes first: flowlogs query", "--data", "there", "query", "select 1")]
    [InlineData("Invalid time range '5x'. Use 15m, 24h, 7d or all.", "top", "--range", "5x")]
    [InlineData("--port needs --serve.", "run", "--port", "9000")]
    [InlineData("--bind needs --serve.", "run", "--bind", "0.0.0.0")]
    [InlineData("--follow takes one FILE", "run", "--follow", "one.txt", "two.txt")]
    [InlineData("--max-bad cannot be used with --follow", "run", "--follow", "-", "--max-bad", "1%")]
    [InlineData("--follow reads only text", "run", "--follow", "-", "--format", "csv")]
    [InlineData("Required argument 'FUNCTION' missing", "invoke", "-e", "event.json")]
    [InlineData("Option '--event' is required", "invoke", "Decompressor")]
    [InlineData("--records must be a whole number from 1 to 10000000000, but was '0'.", "generate", "--records", "0")]
    [InlineData("--records must be a whole number", "generate", "--records", "many")]
    [InlineData("--records must be a whole number", "generate", "--records", "1.5")]
    [InlineData("--seed must be a whole number", "generate", "--seed=-1")]
    [InlineData("--hours must be a whole number from 1 to 8784, but was '8785'.", "generate", "--hours", "8785")]
    [InlineData("--start must be a time from 1970 on", "generate", "--start", "yesterday")]
    [InlineData("--start must be a time from 1970 on, such as 2026-11-01T00:00, but was '1969-12-31T23:59'.", "generate", "--start",
        "1969-12-31T23:59")]
    [InlineData("--from must be a time", "metrics", "--from", "noon")]
    [InlineData("--from must be a time", "top", "--from", "noon")]
    [InlineData("--to must be a time", "findings", "--to", "noon")]
    [InlineData("Invalid time range '24'. Use 15m, 24h, 7d or all.", "metrics", "--range", "24")]
    [InlineData("--range cannot be used with --from and --to.", "metrics", "--range", "24h", "--from", "2026-11-01")]
    [InlineData("--range cannot be used with --from and --to.", "top", "--range", "1h", "--from", "2026-11-01", "--to", "2026-11-02")]
    [InlineData("--to must be later than --from.", "top", "--from", "2026-11-02", "--to", "2026-11-01")]
    [InlineData("--to must be later than --from.", "metrics", "--from", "2026-11-02", "--to", "2026-11-01")]
    [InlineData("Invalid time range '0d'. Use 15m, 24h, 7d or all.", "findings", "--range", "0d")]
    public async Task A_usage_error_is_one_line_and_a_hint_with_exit_code_2(string error, params string[] arguments)
    {
        using var here = new Sandbox();

        var outcome = await here.RunAsync(arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.StartsWith($"flowlogs: {error}", outcome.Errors, StringComparison.Ordinal);
        Assert.EndsWith("\nRun 'flowlogs --help' or 'flowlogs COMMAND --help' for usage.\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(here.Folder));
    }

    [Theory]
    [InlineData("top")]
    [InlineData("metrics")]
    [InlineData("findings")]
    public void Commands_take_every_range_that_the_page_offers(string command)
    {
        var presets = PagePreset().Matches(File.ReadAllText(Path.Combine(Repository.Root, "local", "Web", "wwwroot", "timecontrols.js")))
            .Select(preset => preset.Groups[1].Value).ToList();

        Assert.InRange(presets.Count, 5, 50);
        foreach (var range in presets.Append("90m").Append("2w"))
            Assert.Empty(CommandLine.Root().Parse([command, "--range", range]).Errors);
        foreach (var from in new[] { "2026-11-01", "2026-11-01T08:30", "2026-11-01T08:30Z", "2026-11-01T08:30+01:00", "1793521800" })
            Assert.Empty(CommandLine.Root().Parse([command, "--from", from]).Errors);
    }

    [Theory]
    [InlineData("Data folder not found: nowhere", "query", "select 1", "--data", "nowhere")]
    [InlineData("Event file not found: nowhere.json", "invoke", "Decompressor", "-e", "nowhere.json")]
    [InlineData("Unknown function 'Compressor'. The template has Decompressor, PartitionRegistrar, MetricPublisher. "
        + "Did you mean 'Decompressor'?", "invoke", "Compressor", "-e", "event.json")]
    [InlineData("Unknown function 'x'. The template has Decompressor, PartitionRegistrar, MetricPublisher.", "invoke", "x", "-e",
        "event.json")]
    [InlineData("text.txt:1: invalid JSON at byte 1 of the line: 'T' is an invalid start of a value.", "invoke", "Decompressor", "-e",
        "text.txt")]
    [InlineData("The file does not exist. Name a template", "run", "event.json", "--template", "nowhere.yaml")]
    [InlineData("The value of --template is empty", "run", "event.json", "--template", "")]
    [InlineData("The value of --data is empty", "run", "event.json", "--data", "")]
    [InlineData("The name of an input file is empty", "run", "")]
    [InlineData("The parameter Nope does not exist", "run", "event.json", "--parameter-overrides", "Nope=1")]
    [InlineData("Write it as Name=Value", "run", "event.json", "--parameter-overrides", "Nope")]
    [InlineData("24 hours from 9999-12-31T00:01 end after the year 9999", "generate", "--start", "9999-12-31T00:01")]
    [InlineData("--sql cannot be used with --range", "findings", "--sql", "--range", "7d")]
    [InlineData("parameter RetentionDays is 'abc'", "run", "event.json", "--parameter-overrides", "RetentionDays=abc")]
    public async Task A_failure_is_one_line_with_exit_code_1(string error, params string[] arguments)
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
    public async Task The_version_is_a_number_however_it_is_requested()
    {
        using var here = new Sandbox();
        foreach (var call in new[] { "--version", "-v", "version" })
        {
            var version = await here.RunAsync(call);

            Assert.Equal((0, ""), (version.ExitCode, version.Errors));
            Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
        }
    }

    [Fact]
    public async Task Bare_flowlogs_shows_help_and_stores_nothing()
    {
        using var here = new Sandbox();

        var bare = await here.RunAsync();

        Assert.Equal((0, ""), (bare.ExitCode, bare.Errors));
        Assert.Equal((await here.RunAsync("--help")).Output, bare.Output);
        Assert.Equal((await here.RunAsync("help")).Output, bare.Output);
        Assert.Equal((await here.RunAsync("query", "--help")).Output, (await here.RunAsync("help", "query")).Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(here.Folder));
    }

    [Fact]
    public async Task Run_is_the_default_command()
    {
        using var here = new Sandbox();
        here.Write("flows", [new Line()]);

        Assert.Equal(1, (await here.RunAsync("flows")).Count("stored"));
    }

    // ['24h', 'Last 24 hours'],
    [GeneratedRegex(@"^ +\['([^']+)', '", RegexOptions.Multiline)]
    private static partial Regex PagePreset();
}
