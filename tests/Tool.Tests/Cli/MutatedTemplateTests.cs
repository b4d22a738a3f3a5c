namespace Tool.Tests.Cli;

/// <summary>Runs follow the template, or fail with a reason.</summary>
public sealed class MutatedTemplateTests
{
    const string Names = "interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, end, action, log_status]'\n  "
        + "      - ''";

    [Fact]
    public async Task The_archive_filter_selects_records_and_the_message_has_the_values()
    {
        using var here = new Sandbox();
        here.WriteTemplate("mutated.yaml",
            (Names, Names.Replace("srcaddr, dstaddr", "dstaddr, srcaddr", StringComparison.Ordinal)
            .Replace("action,", "action = REJ*,", StringComparison.Ordinal)));
        here.Write("flows.txt", [new Line { Source = "10.9.9.9" }, new Line { Source = "10.9.9.9", Action = "REJECT" }]);

        var run = await here.RunAsync("run", "flows.txt", "--template", "mutated.yaml", "--parameter-overrides",
            "ArchiveFilterNamesFields=true");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var row = Assert.Single(await here.RowsAsync());
        Assert.Equal(("10.9.9.9", "10.0.0.2", "REJECT"), (row["srcaddr"], row["dstaddr"], row["action"]));
        Assert.Equal((2, 1, 1), (run.Count("records in"), run.Count("stored"), run.Count("filtered out")));
    }

    [Fact]
    public async Task Without_names_in_the_pattern_the_flow_log_format_is_used()
    {
        using var here = new Sandbox();
        here.WriteTemplate("mutated.yaml", ("${srcaddr} ${dstaddr} ${srcport} ${dstport}", "${dstaddr} ${srcaddr} ${vpc-id}"));
        here.Write("flows.txt", """
            version account-id interface-id dstaddr srcaddr vpc-id protocol packets bytes start end action log-status
            2 123456789010 eni-1 10.0.0.1 10.0.0.2 vpc-1 6 1 40 1774000000 1774000060 ACCEPT OK
            2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 1774000000 1774000060 ACCEPT OK
            """);

        var run = await here.RunAsync("run", "flows.txt", "--template", "mutated.yaml", "--parameter-overrides",
            "ArchiveFilterNamesFields=false");

        Assert.Equal("flows.txt:3: 14 fields where the format has 13", Assert.Single(run.ErrorLines));
        var rows = await here.RowsAsync();
        var row = Assert.Single(rows, row => row["unparsed"] is null);
        Assert.Equal(("10.0.0.2", "10.0.0.1", null), (row["srcaddr"], row["dstaddr"], row["srcport"]));
        Assert.Equal((2, 1), (run.Count("stored"), run.Count("unparsed")));
    }

    [Theory]
    [InlineData("{Name: srcport, Type: string,", "{Name: srcport, Type: double,",
        "The column 'srcport' has the type 'double'. Local mode supports int, bigint, string and timestamp.")]
    [InlineData("'[version, account_id, " + Names, "'{ $.action = 1 }'\n        - ''",
        "ArchiveSubscriptionFilter: the filter pattern '{ $.action = 1 }'")]
    [InlineData("${version} ${account-id}", "${version} ${version}",
        "FLOW_LOG_FORMAT: The flow log format names the field 'version' twice.")]
    [InlineData("Compression: SNAPPY", "Compression: ZSTD",
        "Invalid Parquet compression 'ZSTD'. Firehose supports SNAPPY, GZIP and UNCOMPRESSED.")]
    [InlineData("!{timestamp:yyyy/MM/dd/HH}/", "!{timestamp:yyyy/ww}/", "has 'ww' in its timestamp")]
    [InlineData("!{timestamp:yyyy/MM/dd/HH}/", "!{timestamp:yyyy/", "has an unclosed expression")]
    [InlineData("Schedule: rate(1 hour)", "Schedule: cron(0 * * * ? *)",
        " is cron(0 * * * ? *). Local mode supports rate(N minutes), rate(N hours) and rate(N days).")]
    public async Task An_unsupported_template_is_an_error_and_nothing_is_stored(string from, string to, string error)
    {
        using var here = new Sandbox();
        here.WriteTemplate("mutated.yaml", (from, to));
        here.Write("flows.txt", [new Line()]);

        var run = await here.RunAsync("run", "flows.txt", "--template", "mutated.yaml", "--parameter-overrides",
            "ArchiveFilterNamesFields=true");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("records in", run.Output, StringComparison.Ordinal);
        Assert.Contains(error, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(here.ParquetFiles);
    }

    [Fact]
    public async Task Sample_traffic_has_the_default_format_with_any_template()
    {
        using var here = new Sandbox();
        here.WriteTemplate("template.yaml", ("${srcaddr} ${dstaddr}", "${dstaddr} ${srcaddr}"));

        var run = await here.RunAsync("demo");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(run.Count("records in"), run.Count("stored"));
    }

    [Fact]
    public async Task A_failing_sample_query_does_not_stop_the_others()
    {
        using var here = new Sandbox();
        here.WriteTemplate("mutated.yaml", ("{Name: protocol, Type: int,", "{Name: proto, Type: int,"));
        here.Write("flows.txt", [new Line()]);

        var run = await here.RunAsync("run", "flows.txt", "--template", "mutated.yaml");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("flowlogs: The query 'Rejected packets by protocol' failed: ", Assert.Single(run.ErrorLines),
            StringComparison.Ordinal);
        Assert.Contains("10.0.0.2", run.Output[run.Output.IndexOf("Top 10 HTTPS destinations", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
    }
}
