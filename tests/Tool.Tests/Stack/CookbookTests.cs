using Emulator.Athena;
using Emulator.Template;
using Tool.Cli;
using Tool.Stack;
using Tool.Tests.Input;

namespace Tool.Tests.Stack;

/// <summary>Each query of docs/queries.md finds its rows in records of the last day, and reads no older records.</summary>
public sealed class CookbookTests(CookbookTests.Data data) : IClassFixture<CookbookTests.Data>
{
    public static TheoryData<string, string> Rows => new()
    {
        { "rejects by protocol, source and port", "6,203.0.113.9,3389,1,1" },
        { "top talkers", "10.0.1.5,10.0.2.6,15000,150" },
        { "port scans", "203.0.113.9,12,1,12" },
        { "SSH and RDP from the internet", "22,REJECT,203.0.113.9,10.0.1.5,1,1" },
        { "traffic through NAT", "eni-1,10.0.1.5,192.0.2.7,700,7" },
        { "traffic across Availability Zones", "az-1,az-2,5000" },
        { "traffic to and from AWS services", "S3,egress,8,700" },
        { "one interface's timeline", "ACCEPT," },
        { "ECS tasks and pods over time", "web,task-1,5000" },
        { "TCP flags", "19,true,true,true,false,ACCEPT,1,50" },
        { "gaps in the logs", "NODATA,eni-3,1" },
        { "encryption in transit", "3,egress,1,5000,1" },
        { "duplicates", "eni-2,10.0.1.5,10.0.2.6" },
        { "packets lost in a transit gateway", "tgw-1,tgw-attach-1,0,9,0,0" },
    };

    [Fact]
    public void Every_query_of_the_cookbook_has_a_test() => Assert.Equal(
        NamedQueryResource.All(data.Template).Where(query => query.Name.StartsWith("Cookbook: ", StringComparison.Ordinal))
            .Select(query => query.Name["Cookbook: ".Length..]),
        Rows.Select(row => row.Data.Item1));

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_query_finds_its_rows_and_reads_only_the_last_day(string name, string row)
    {
        var sql = NamedQueryResource.All(data.Template).Single(query => query.Name == $"Cookbook: {name}").QueryString;
        using var result = FlowLogTable.Engine(data.Template, data.Folder).Query(sql, TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (result.Read())
            rows.Add(string.Join(',', result.Row.Select(value => value is bool flag ? (flag ? "true" : "false")
                : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture))));

        Assert.Contains(rows, found => found.Contains(row, StringComparison.Ordinal));
        Assert.True(result.Statistics.FilesRead < result.Statistics.FilesTotal, result.Statistics.ToString());
    }

    /// <summary>One run shared by all tests.</summary>
    public sealed class Data : IAsyncLifetime
    {
        const string Header = "version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status "
            + "tcp-flags pkt-srcaddr pkt-dstaddr az-id "
            + "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-service-name ecs-task-id encryption-status";

        readonly ReadInput _files = new();

        public StackTemplate Template { get; } = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

        public string Folder => Path.Combine(_files.Folder, "data");

        public async ValueTask InitializeAsync()
        {
            var now = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds();
            var old = now - 40 * 86_400;
            string At(string text, long time) => text.Replace("TIME", $"{time - 50} {time}", StringComparison.Ordinal);
            string[] records =
            [
                "10 eni-1 10.0.1.5 10.0.2.6 443 50000 6 50 5000 TIME ACCEPT OK 19 10.0.1.5 10.0.2.6 az-1 - - egress 1 web task-1 3",
                "10 eni-2 10.0.1.5 10.0.2.6 443 50000 6 50 5000 TIME ACCEPT OK - 10.0.1.5 10.0.2.6 az-2 - - ingress - - - -",
                "10 eni-2 10.0.1.5 10.0.2.6 443 50000 6 50 5000 TIME ACCEPT OK - 10.0.1.5 10.0.2.6 az-2 - - ingress - - - -",
                "10 eni-1 10.0.1.200 192.0.2.7 443 50001 6 7 700 TIME ACCEPT OK 2 10.0.1.5 192.0.2.7 az-1 - S3 egress 8 - - -",
                "10 eni-3 - - - - - - - TIME - NODATA - - - - - - - - - - -",
                .. new[] { 22, 23, 25, 80, 110, 143, 443, 445, 1433, 3306, 3389, 5900 }.Select(port =>
                $"10 eni-1 203.0.113.9 10.0.1.5 50000 {port} 6 1 40 TIME REJECT OK 2 203.0.113.9 10.0.1.5 az-1 - - ingress - - - -"),
            ];
            var names = new[]
            {
                _files.Write("vpc.log", [Header, .. records.Select(record => At(record, now)),
                    .. records.Select(record => At(record, old))]),
                _files.Write(
                    "tgw.log", "version tgw-id tgw-attachment-id start end packets-lost-no-route packets-lost-blackhole "
                    + "packets-lost-mtu-exceeded packets-lost-ttl-expired",
                    At("6 tgw-1 tgw-attach-1 TIME 0 9 0 0", now)),
            };
            await ReadInput.RunAsync(Template, Folder, names);
        }

        public ValueTask DisposeAsync()
        {
            _files.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
