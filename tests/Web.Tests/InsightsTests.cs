using Emulator.Athena;
using Web.Dashboards;
using Web.Filters;

namespace Web.Tests;

/// <summary>Queries of log widgets.</summary>
public sealed class InsightsTests
{
    static readonly TableDefinition Table = new(
        "vpc_flow_logs", "flow_logs",
        [("interface_id", "string"), ("srcaddr", "string"), ("dstaddr", "string"), ("dstport", "string"), ("protocol", "int"),
            ("packets", "bigint"), ("start", "timestamp"), ("end", "timestamp"), ("action", "string")],
        ["year", "month", "day", "hour"], "s3://bucket/flowlogs/");

    [Theory]
    [InlineData(
        "SOURCE 'group' | filter action = 'REJECT' | stats sum(packets) as n by srcAddr | sort n desc | limit 20",
        "SELECT srcaddr, sum(packets) AS \"n\" FROM flow_logs WHERE (action = 'REJECT') GROUP BY 1 ORDER BY \"n\" DESC, 1 LIMIT 20")]
    [InlineData(
        "stats count(*) as records by bin(15m), action",
        "SELECT from_unixtime(CAST(to_unixtime(start) AS bigint) / 900 * 900) AS \"bin(15m)\", action, count(*) AS \"records\" FROM "
        + "flow_logs GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 1000")]
    [InlineData(
        "fields srcAddr, dstPort | filter dstPort in [22, 3389] and (protocol != 6 or srcAddr like '10.') | limit 5",
        "SELECT srcaddr, dstport FROM flow_logs WHERE ((dstport IN ('22', '3389')) AND ((protocol <> 6) OR (strpos(srcaddr, '10.') > 0))) "
        + "LIMIT 5")]
    [InlineData("filter dstPort < 1024 | stats count_distinct(srcAddr)",
        "SELECT count(DISTINCT srcaddr) AS \"count_distinct(srcAddr)\" FROM flow_logs WHERE (TRY_CAST(dstport AS bigint) < 1024) LIMIT "
        + "1000")]
    [InlineData(
        "filter isIpv4InSubnet(srcAddr, \"10.1.0.0/16\") | stats avg(packets), max(packets) by dstAddr | sort avg(packets)",
        "SELECT dstaddr, avg(packets) AS \"avg(packets)\", max(packets) AS \"max(packets)\" FROM flow_logs WHERE "
        + "(TRY_CAST(split_part(srcaddr, '.', 1) AS bigint) * 16777216 + TRY_CAST(split_part(srcaddr, '.', 2) AS bigint) * 65536 + "
        + "TRY_CAST(split_part(srcaddr, '.', 3) AS bigint) * 256 + TRY_CAST(split_part(srcaddr, '.', 4) AS bigint) * 1 BETWEEN 167837696 "
        + "AND 167903231) GROUP BY 1 ORDER BY \"avg(packets)\" DESC, 1 LIMIT 1000")]
    [InlineData(
        "stats sum(packets) as packets by srcAddr | filter packets > 1000 | sort packets desc",
        "SELECT * FROM ( SELECT srcaddr, sum(packets) AS \"packets\" FROM flow_logs GROUP BY 1 ) AS grouped WHERE (\"packets\" > 1000) "
        + "ORDER BY \"packets\" DESC, 1 LIMIT 1000")]
    [InlineData("fields packets * 2 as packets | filter packets > 10",
        "SELECT (packets * 2) AS \"packets\" FROM flow_logs WHERE ((packets * 2) > 10) LIMIT 1000")]
    [InlineData(
        "fields packets * 2 as twice, dstPort as port | filter port < 1024 | stats max(twice) by port",
        "SELECT dstport AS \"port\", max((packets * 2)) AS \"max(twice)\" FROM flow_logs WHERE (TRY_CAST(dstport AS bigint) < 1024) GROUP "
        + "BY 1 ORDER BY 1 LIMIT 1000")]
    [InlineData("stats max(dstPort)", "SELECT max(TRY_CAST(dstport AS bigint)) AS \"max(dstPort)\" FROM flow_logs LIMIT 1000")]
    [InlineData("fields dstPort | sort dstPort asc", "SELECT dstport FROM flow_logs ORDER BY TRY_CAST(dstport AS bigint) LIMIT 1000")]
    [InlineData("stats sum(packets) / 60 as rate by srcAddr",
        "SELECT srcaddr, (CAST(sum(packets) AS double) / 60) AS \"rate\" FROM flow_logs GROUP BY 1 ORDER BY 1 LIMIT 1000")]
    public void A_Logs_Insights_query_becomes_SQL(string query, string sql)
    {
        var translated = InsightsQuery.ToSql(query, Table, FlowFilter.None, Drawn.Day).ReplaceLineEndings(" ");

        Assert.Equal(sql, translated.Replace(
            "year || month || day || hour >= '2026110100'   AND start >= timestamp '2026-11-01 00:00:00' AND start < timestamp "
            + "'2026-11-02 00:00:00'   AND ", "", StringComparison.Ordinal)
            .Replace("WHERE year || month || day || hour >= '2026110100'   AND start >= timestamp '2026-11-01 00:00:00' AND start < "
            + "timestamp '2026-11-02 00:00:00' ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("parse @message '* *' as a, b")]
    [InlineData("stats earliest(packets)")]
    [InlineData("filter isIpv4InSubnet(srcAddr, '10/8')")]
    [InlineData("filter nothing = 1")]
    [InlineData("filter action =")]
    [InlineData("limit many")]
    public void An_unsupported_Logs_Insights_query_is_refused(string query) =>
        Assert.Throws<WidgetException>(() => InsightsQuery.ToSql(query, Table, FlowFilter.None, Drawn.Day));
}
