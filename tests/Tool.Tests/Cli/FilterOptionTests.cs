namespace Tool.Tests.Cli;

/// <summary>The option <c>--filter</c> of <c>top</c> and <c>metrics</c>.</summary>
public sealed class FilterOptionTests(FilterOptionTests.Stored stored) : IClassFixture<FilterOptionTests.Stored>
{
    [Theory]
    [InlineData("3 records", "")]
    [InlineData("1 record,", "src:10.0.0.1")]
    [InlineData("2 records", "-src:10.0.0.1")]
    [InlineData("1 record,", "proto:udp port:domain")]
    [InlineData("2 records", "action:reject bytes>100")]
    [InlineData("No matching records from", "src:192.0.2.1")]
    public async Task Top_counts_the_records_that_match(string expected, string filter)
    {
        var top = await stored.Here.RunAsync("top", "--range", "all", "--filter", filter);

        Assert.Equal((0, ""), (top.ExitCode, top.Errors));
        Assert.Contains(expected, top.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unknown filter 'source_ip'. Use addr, src,", "source_ip:1.2.3.4")]
    [InlineData("Invalid port 'x'. Use a number from 0 to 65535", "port:x")]
    [InlineData("'hello' has no field. Write FIELD:VALUE", "hello")]
    [InlineData("The quote in '\"x' is not closed.", "eni:\"x")]
    public async Task Top_has_the_errors_of_the_page(string error, string filter)
    {
        var top = await stored.Here.RunAsync("top", "--filter", filter);

        Assert.Equal(1, top.ExitCode);
        Assert.StartsWith($"flowlogs: {error}", Assert.Single(top.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RejectedPackets RejectedPackets RejectedTcpPackets", "")]
    [InlineData("RejectedPackets", "protocol:TCP")]
    [InlineData("RejectedPackets", "proto:17")]
    [InlineData("RejectedPackets RejectedPackets", "tcp proto:udp")]
    [InlineData("RejectedPackets RejectedPackets", "protocol:tcp,udp")]
    [InlineData("RejectedPackets RejectedTcpPackets", "-protocol:tcp")]
    [InlineData("RejectedTcpPackets", "protocol:none")]
    [InlineData("RejectedTcpPackets", "metric:*tcp* namespace:*")]
    [InlineData("", "metric:\"rejectedpackets\"")]
    [InlineData("RejectedTcpPackets", "!metric:RejectedPackets")]
    public async Task Metrics_lists_the_metrics_that_match(string expected, string filter)
    {
        var metrics = await stored.Here.RunAsync("metrics", "--output", "csv", "--filter", filter);

        Assert.Equal(0, metrics.ExitCode);
        Assert.Equal(expected, string.Join(' ', metrics.Output.Split('\n')
            .Where(row => row.StartsWith("Rejected", StringComparison.Ordinal)).Select(row => row.Split(',')[0]).Order()));
        Assert.Equal(expected.Length > 0 ? "" : "No metric matches --filter. 'flowlogs metrics' lists all.\n", metrics.Errors);
    }

    [Fact]
    public async Task Metrics_names_its_fields_for_a_filter_of_records()
    {
        var metrics = await stored.Here.RunAsync("metrics", "--filter", "src:10.0.0.1");

        Assert.Equal((1, "flowlogs: Unknown filter 'src'. Use metric, namespace, Protocol, StackName.\n"),
            (metrics.ExitCode, metrics.Errors));
    }

    /// <summary>Three rejected records of two protocols.</summary>
    public sealed class Stored : SandboxRun
    {
        private protected override async Task<Outcome> RunAsync()
        {
            Here.Write("flows.txt", """
                2 123456789010 eni-1 10.0.0.1 10.1.0.1 40000 22 6 1 40 1793530000 1793530060 REJECT OK
                2 123456789010 eni-1 10.0.0.2 10.1.0.1 40000 22 6 9 400 1793530000 1793530060 REJECT OK
                2 123456789010 eni-1 10.0.0.3 10.1.0.1 40000 53 17 2 200 1793530000 1793530060 REJECT OK

                """);
            return await Here.RunAsync("run", "flows.txt");
        }
    }
}
