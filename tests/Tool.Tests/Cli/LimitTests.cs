namespace Tool.Tests.Cli;

/// <summary>Stores values at their limits in one run.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Values_at_their_limits_are_stored_exactly()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", """
            2 000000000001 eni-largest 255.255.255.255 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535 255 9223372036854775807 9223372036854775807 0 253402300799 ACCEPT OK
            2 012345678901 eni-least 0.0.0.0 :: 0 0 0 0 0 0 0 REJECT OK
            2147483647 amazon-elb eni-text ::ffff:10.0.0.1 fe80::1%eth0 1 1 1 1 1 951782400 951782400 ACCEPT OK
            """);

        var run = await here.RunAsync("run", "flows.txt");

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                "1970/01/01/00: 2 012345678901 eni-least 0.0.0.0 :: 0 0 0 0 0 1970-01-01T00:00:00 1970-01-01T00:00:00 REJECT OK -",
                "2000/02/29/00: 2147483647 amazon-elb eni-text ::ffff:10.0.0.1 fe80::1%eth0 1 1 1 1 1 2000-02-29T00:00:00 "
                + "2000-02-29T00:00:00 ACCEPT OK -",
                "9999/12/31/23: 2 000000000001 eni-largest 255.255.255.255 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535 255 "
                + "9223372036854775807 9223372036854775807 1970-01-01T00:00:00 9999-12-31T23:59:59 ACCEPT OK -",
            ],
            (await here.RowsAsync()).Select(row => row.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["012345678901,0,70", "amazon-elb,1,00", "000000000001,9223372036854775807,99"], await here.QueryAsync(
            "select account_id, bytes, substr(year, length(year) - 1) from flow_logs order by year"));
    }
}
