using System.Globalization;
using Web.Findings;

namespace Tool.Tests.Findings;

/// <summary>Ordinary traffic of a VPC gives no finding of severity high.</summary>
public sealed class OrdinaryTrafficTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    // "Flow log record examples" (Amazon VPC User Guide), once, and in one hour of each day of a week.
    static readonly string[] Published =
    [
        "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
        "2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK",
        "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA",
        "2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA",
        "2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK",
        "2 123456789010 eni-1235b8ca123456789 172.31.16.139 203.0.113.12 0 0 1 4 336 1432917094 1432917142 REJECT OK",
        "2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 "
        + "8855 1477913708 1477913820 ACCEPT OK",
    ];

    [Fact]
    public void Published_records_give_no_high_finding()
    {
        using var table = TrafficTable.Of(Published);
        foreach (var record in Published)
        {
            var start = DateTimeOffset.FromUnixTimeSeconds(long.Parse(record.Split(' ')[10], CultureInfo.InvariantCulture));
            Assert.Empty(High(table, start.AddHours(-23), start.AddHours(1)));
        }

        Assert.Empty(High(table, DateTimeOffset.FromUnixTimeSeconds(1_418_000_000), DateTimeOffset.FromUnixTimeSeconds(1_478_000_000)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_hour_of_NAT_load_balancer_ECS_and_DNS_traffic_gives_no_high_finding(int seed)
    {
        using var table = TrafficTable.Of(Hour(new Random(seed)).OrderBy(record => record.End).Select(record => record.Text));
        Assert.Empty(High(table, Start.AddHours(-23), Start.AddHours(1)));
    }

    static List<FindingRow> High(TrafficTable table, DateTimeOffset from, DateTimeOffset to) =>
        [.. table.Find(from, to).Where(row => row.Finding.Severity == FindingSeverity.High)];

    static IEnumerable<(long End, string Text)> Hour(Random random)
    {
        var start = Start.ToUnixTimeSeconds();
        for (var second = 0; second < 3600; second++)
        {
            // Tasks behind a NAT gateway, which uses ports from 1024 on for the return traffic.
            var task = $"10.0.{random.Next(2, 5)}.{random.Next(10, 60)}";
            var service = $"52.94.{random.Next(256)}.{random.Next(256)}";
            var (port, translated) = (random.Next(32_768, 61_000), random.Next(1024, 65_536));
            yield return Record("eni-0task", task, service, port, 443, 6, random.Next(8, 40), "ACCEPT");
            yield return Record("eni-0task", service, task, 443, port, 6, random.Next(8, 60), "ACCEPT");
            yield return Record("eni-0nat", "10.0.0.10", service, translated, 443, 6, random.Next(8, 40), "ACCEPT");
            yield return Record("eni-0nat", service, "10.0.0.10", 443, translated, 6, random.Next(8, 60), "ACCEPT");
            // A load balancer: clients, its targets, and health checks.
            var client = $"{random.Next(60, 90)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}";
            port = random.Next(1024, 65_536);
            yield return Record("eni-0alb", client, "10.0.0.20", port, 443, 6, random.Next(6, 30), "ACCEPT");
            yield return Record("eni-0alb", "10.0.0.20", client, 443, port, 6, random.Next(6, 90), "ACCEPT");
            yield return Record("eni-0task", "10.0.0.20", task, random.Next(1024, 65_536), 8080, 6, random.Next(6, 30), "ACCEPT");
            if (second % 10 == 0)
                yield return Record("eni-0task", "10.0.0.20", $"10.0.2.{10 + (second / 10 % 50)}", random.Next(1024, 65_536), 8080, 6, 6,
                    "ACCEPT");
            // Tasks and their databases, caches and name servers in other subnets.
            yield return Record("eni-0db", task, $"10.0.9.{random.Next(10, 14)}", random.Next(32_768, 61_000),
                random.Next(3) switch { 0 => 5432, 1 => 3306, _ => 6379 }, 6, random.Next(10, 90), "ACCEPT");
            yield return Record("eni-0dns", task, "10.0.0.53", random.Next(32_768, 61_000), 53, 17, random.Next(1, 4), "ACCEPT");
            yield return Record("eni-0dns", "10.0.0.53", task, 53, random.Next(32_768, 61_000), 17, random.Next(1, 4), "ACCEPT");
            if (second % 64 == 0)
                yield return Record("eni-0nat", "10.0.0.10", "162.159.200.1", 123, 123, 17, 1, "ACCEPT");
            // Scanners from the internet.
            yield return Record("eni-0alb", $"185.220.{random.Next(4)}.{random.Next(256)}", "10.0.0.20", random.Next(32_768, 61_000),
                random.Next(8) == 0 ? 22 : random.Next(1, 65_536), 6, 1, "REJECT");

            (long, string) Record(string eni, string source, string destination, int from, int to, int protocol, int packets, string action)
            {
                var begin = start + second;
                var end = begin + random.Next(1, 59);
                var ports = FormattableString.Invariant($"{from} {to} {protocol} {packets} {packets * 300} {begin} {end}");
                return (end, $"2 123456789010 {eni} {source} {destination} {ports} {action} OK");
            }
        }
    }
}
