using System.Globalization;
using CsCheck;
using Web.Findings;

namespace Tool.Tests.Findings;

/// <summary>The number of records that a finding reports is the number of records that its evidence selects.</summary>
public sealed class AgreementTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    // Few values, so that findings occur by chance.
    static readonly Gen<string> Records =
        from source in OneOf("198.51.100.7", "198.51.100.8", "10.0.1.5", "10.0.2.6")
        from destination in OneOf("10.0.1.9", "10.0.2.7", "203.0.113.5")
        from port in OneOf(22, 23, 53, 3389, 443, 8443)
        from client in Gen.Int[40_000, 40_050]
        from packets in Gen.Int[1, 400]
        from second in Gen.Int[0, 86_000]
        from action in OneOf("ACCEPT", "REJECT")
        let start = Start.ToUnixTimeSeconds() + second
        select string.Create(CultureInfo.InvariantCulture,
            $"2 123456789010 eni-1 {source} {destination} {client} {port} 6 {packets} {packets * 100} {start} {start + 30} {action} OK");

    // Findings whose rows cover all records of a source, a destination and a port with one action.
    static readonly string[] Names = ["admin-port-reached", "outside-dns", "cleartext-protocol", "blocked-internal-flow"];

    [Fact]
    public void The_records_of_a_row_are_those_of_its_evidence() => Records.List[1, 400].Sample(
        records =>
        {
            using var table = TrafficTable.Of(records);
            foreach (var row in Names.SelectMany(name => table.Find(Start, Start.AddDays(1), name)))
                Assert.Equal(Count(table, row), row.Records);
        },
        iter: 8,
        threads: 1);

    static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // The selection on the page Records: source, destination, port, action and the time from first to last seen.
    static long Count(TrafficTable table, FindingRow row)
    {
        using var result = table.Engine.Query(
            $"SELECT count(*) FROM flow_logs WHERE srcaddr = '{row.Source}' AND dstaddr = '{row.Destination}' AND dstport = '{row.Port}' "
            + $"AND action = '{row.Finding.Evidence}'"
            + $" AND start >= timestamp '{row.FirstSeen.UtcDateTime:yyyy-MM-dd HH:mm:ss}' AND start <= timestamp "
            + $"'{row.LastSeen.UtcDateTime:yyyy-MM-dd HH:mm:ss}'",
            TestContext.Current.CancellationToken);
        Assert.True(result.Read());
        return Convert.ToInt64(result.Row[0], CultureInfo.InvariantCulture);
    }
}
