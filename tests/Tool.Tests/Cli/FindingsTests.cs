using System.Text.Json;

namespace Tool.Tests.Cli;

/// <summary>Calls <c>flowlogs findings</c> as a script does.</summary>
public sealed class FindingsTests
{
    const string Records = """
        2 123456789012 eni-1 198.51.100.7 10.0.1.5 50000 22 6 20 2000 1795500000 1795500050 ACCEPT OK
        2 123456789012 eni-1 10.0.1.5 198.51.100.7 22 50000 6 20 2000 1795500000 1795500050 ACCEPT OK
        2 123456789012 eni-1 10.0.1.5 203.0.113.9 50001 53 17 1 70 1795500000 1795500050 ACCEPT OK

        """;

    [Fact]
    public async Task The_exit_code_is_3_until_all_findings_are_muted()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", Records);
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);

        var all = await here.RunAsync("findings", "--output", "json");
        Assert.Equal(3, all.ExitCode);
        Assert.Equal(["admin-port-reached", "outside-dns"], JsonDocument.Parse(all.Output).RootElement
            .EnumerateArray().Select(row => row.GetProperty("finding").GetString()));

        Assert.Equal(3, (await here.RunAsync("findings", "--severity", "high")).ExitCode);
        Assert.Equal(0, (await here.RunAsync("findings", "beaconing")).ExitCode);
        here.Write("known.txt", "admin-port-reached 198.51.100.0/24 always Office\n");
        var muted = await here.RunAsync("findings", "--severity", "high", "--muted", "known.txt");
        Assert.Equal(0, muted.ExitCode);
        Assert.Contains("Office", muted.Output, StringComparison.Ordinal);
        Assert.Contains("0 high, 0 medium, 0 low, 1 muted", muted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_beside_addresses_and_interfaces()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", Records);
        here.Write("names.csv", "198.51.100.0/24,office\n10.0.1.5,\u001b[1mweb\neni-1,first\n");
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);

        foreach (var (format, text) in new[]
        {
            ("table", "198.51.100.7 office"), ("csv", "office,\u001b[1mweb,first"), ("json", "\"source_name\":\"office\""),
            ("sarif", "198.51.100.7 (office) to 10.0.1.5"),
        })
        {
            var outcome = await here.RunAsync("findings", "admin-port-reached", "--names", "names.csv", "--output", format);

            Assert.Contains(text, outcome.Output, StringComparison.Ordinal);
            Assert.Equal(format == "csv", outcome.Output.Contains('\u001b', StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Unknown finding 'beacon'. Use ", "findings", "beacon")]
    [InlineData("Unknown severity 'grave'. Use low, medium or high.", "findings", "--severity", "grave")]
    public async Task An_invalid_name_is_a_usage_error(string message, params string[] call)
    {
        using var here = new Sandbox();
        var outcome = await here.RunAsync(call);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_SQL_of_a_finding_needs_no_data()
    {
        using var here = new Sandbox();
        var outcome = await here.RunAsync("findings", "outside-dns", "--sql");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("FROM flow_logs", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SARIF_has_a_result_for_each_row_and_a_suppression_for_each_muted_one()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", Records);
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        here.Write("known.txt", "outside-dns * always Resolver\n");

        var outcome = await here.RunAsync("findings", "--output", "sarif", "--muted", "known.txt");

        Assert.Equal(3, outcome.ExitCode);
        var log = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        var run = log.GetProperty("runs")[0];
        Assert.Equal(24, run.GetProperty("tool").GetProperty("driver").GetProperty("rules").GetArrayLength());
        Assert.Equal(["error admin-port-reached 0", "warning outside-dns 1"], run.GetProperty("results").EnumerateArray().Select(result =>
            $"{result.GetProperty("level")} {result.GetProperty("ruleId")} {result.GetProperty("suppressions").GetArrayLength()}"));
        Assert.StartsWith("Admin or database port open to the internet: 198.51.100.7 to 10.0.1.5 port 22, ",
            run.GetProperty("results")[0].GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
    }
}
