using System.Diagnostics;
using Web.Tests;

namespace Tool.Tests.Cli;

/// <summary>Names and places of addresses in the output of every command that shows addresses.</summary>
public sealed class AddressLabelRun : SandboxRun
{
    private protected override async Task<Outcome> RunAsync()
    {
        Here.Write("flows.txt", """
            2 123456789012 eni-1 162.158.1.2 10.0.1.5 50000 22 6 20 2000 1795500000 1795500050 ACCEPT OK
            2 123456789012 eni-1 10.0.1.5 162.158.1.2 22 50000 6 20 2000 1795500000 1795500050 ACCEPT OK
            2 123456789012 eni-1 162.158.1.2 10.0.1.5 50000 23 6 20 2000 1795500000 1795500050 REJECT OK

            """);
        Here.Write("other.csv", "10.0.1.5,other-web\neni-1,\u001b[1mbastion\n");
        MaxMindFile.Write(Here.PathOf("country.mmdb"), "GeoLite2-Country",
            ("162.158.0.0/15", new Dictionary<string, object> { ["country"] = new Dictionary<string, object> { ["iso_code"] = "DE" } }));
        Directory.CreateDirectory(Here.Data);
        await File.WriteAllTextAsync(Path.Combine(Here.Data, "names.csv"), "162.158.0.0/15,office\n10.0.1.5,web-1\neni-1,first\n");
        return await Here.RunAsync("run", "flows.txt");
    }
}

public sealed class AddressLabelTests(AddressLabelRun run) : IClassFixture<AddressLabelRun>
{
    const string Sql = "select interface_id, srcaddr, dstaddr, dstport from flow_logs where action = 'REJECT'";

    readonly Sandbox _here = run.Here;

    [Fact]
    public void Sample_queries_of_a_run_show_names()
    {
        Assert.Equal(0, run.Run.ExitCode);
        Assert.Contains("162.158.1.2 office", run.Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_with_an_invalid_names_file_stores_its_records_and_shows_addresses()
    {
        using var here = new Sandbox();
        File.Copy(_here.PathOf("flows.txt"), here.PathOf("flows.txt"));
        Directory.CreateDirectory(here.Data);
        await File.WriteAllTextAsync(Path.Combine(here.Data, "names.csv"), "nonsense\n", TestContext.Current.CancellationToken);

        var outcome = await here.RunAsync("run", "flows.txt");

        Assert.Equal((0, 3), (outcome.ExitCode, outcome.Count("stored")));
        Assert.Contains("names.csv:1: ", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eni-1         162.158.1.2  10.0.1.5  23")]
    [InlineData("eni-1 \\u001b[1mbastion  162.158.1.2  10.0.1.5 other-web  23", "--names", "other.csv")]
    [InlineData("eni-1 first   162.158.1.2 office, DE  10.0.1.5 web-1  23", "--geoip", "country.mmdb")]
    public async Task A_table_of_query_in_a_pipe_has_labels_if_the_call_names_their_file(string line, params string[] options)
    {
        var outcome = await _here.RunAsync(["query", Sql, .. options]);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains(line.Replace(" ", "", StringComparison.Ordinal),
            outcome.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_query_on_a_terminal_has_the_names_of_the_data_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"),
            "There is no 'script' of util-linux, which makes a terminal.");
        using var terminal = Process.Start(new ProcessStartInfo("/usr/bin/script",
            ["-qefc", $"stty cols 120; exec {Sandbox.Executable} query \"{Sql}\"", "/dev/null"])
        {
            WorkingDirectory = _here.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

        var output = await terminal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        foreach (var text in new[] { "eni-1 first", "162.158.1.2 office", "10.0.1.5 web-1" })
            Assert.Contains(text, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task CSV_and_JSON_of_query_have_no_labels(string format)
    {
        var labelled = await _here.RunAsync("query", Sql, "--output", format, "--names", "other.csv");
        var plain = await _here.RunAsync("query", Sql, "--output", format);

        Assert.Equal(2, labelled.ExitCode);
        Assert.Contains("--names and --geoip are for tables.", labelled.Errors, StringComparison.Ordinal);
        Assert.Equal(0, plain.ExitCode);
        Assert.DoesNotContain("office", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_shows_names_and_places()
    {
        var outcome = await _here.RunAsync("top", "--range", "all", "--geoip", "country.mmdb");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("office, DE, public", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table", "162.158.1.2 office, DE", "10.0.1.5 web-1")]
    [InlineData("csv", "source_place,destination_place", "office,web-1,first,DE,")]
    [InlineData("json", "\"source_name\":\"office\"", "\"source_place\":\"DE\",\"destination_place\":null")]
    [InlineData("sarif", "162.158.1.2 (office, DE) to 10.0.1.5 (web-1)")]
    public async Task Findings_show_names_and_places(string format, params string[] texts)
    {
        var outcome = await _here.RunAsync("findings", "admin-port-reached", "--geoip", "country.mmdb", "--output", format);

        Assert.Equal(3, outcome.ExitCode);
        foreach (var text in texts)
            Assert.Contains(text, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query", "select 1")]
    [InlineData("top")]
    [InlineData("findings")]
    public async Task A_missing_file_is_an_error(params string[] call)
    {
        foreach (var option in new[] { "--names", "--geoip" })
        {
            var outcome = await _here.RunAsync([.. call, option, "nowhere"]);

            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains("nowhere: file not found.", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        }
    }
}
