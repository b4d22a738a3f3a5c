using Emulator.Athena;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>Queries that AWS publishes on flow logs, unchanged, over a table with their columns ("Query Amazon VPC flow logs").</summary>
public sealed class PublishedQueriesTests : IDisposable
{
    static readonly TableDefinition Definition = new(
        "default",
        "vpc_flow_logs",
        [
            ("version", "int"), ("account_id", "string"), ("interface_id", "string"), ("srcaddr", "string"), ("dstaddr", "string"),
            ("srcport", "int"), ("dstport", "int"), ("protocol", "bigint"), ("packets", "bigint"), ("bytes", "bigint"), ("start", "bigint"),
            ("end", "bigint"), ("action", "string"), ("log_status", "string"), ("vpc_id", "string"), ("subnet_id", "string"),
            ("instance_id", "string"), ("tcp_flags", "int"), ("type", "string"), ("pkt_srcaddr", "string"), ("pkt_dstaddr", "string"),
            ("region", "string"), ("az_id", "string"), ("sublocation_type", "string"), ("sublocation_id", "string"),
            ("pkt_src_aws_service", "string"), ("pkt_dst_aws_service", "string"), ("flow_direction", "string"), ("traffic_path", "int"),
            ("date", "date"),
        ],
        ["year", "month", "day", "hour"],
        "s3://amzn-s3-demo-bucket/AWSLogs/");

    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-test-").FullName;
    readonly AthenaEngine _engine;

    public PublishedQueriesTests()
    {
        _engine = new AthenaEngine(_folder, Definition);
        _engine.Catalog.Add([new Partition("year=2026/month=11/day=01/hour=00", "s3://amzn-s3-demo-bucket/a/")],
            ifNotExists: true);
        TestTable.WriteParquet(Path.Combine(_folder, "s3", "amzn-s3-demo-bucket", "a", "x.parquet"), """
            SELECT 5 AS version, '10.0.0.' || i AS srcaddr, CASE WHEN i % 2 = 0 THEN '10.0.1.9' ELSE '203.0.113.9' END AS dstaddr, 40000 AS srcport,
              CASE WHEN i % 2 = 0 THEN 443 ELSE 22 END AS dstport, 6::BIGINT AS protocol, i::BIGINT AS packets, i::BIGINT * 100 AS bytes,
              1700000000::BIGINT AS start, 1700000060::BIGINT AS "end", CASE WHEN i % 2 = 0 THEN 'REJECT' ELSE 'ACCEPT' END AS "action",
              'OK' AS log_status, 'eni-1' AS interface_id, 'use1-az1' AS az_id, 'egress' AS flow_direction, 8 AS traffic_path, 'i-1' AS instance_id,
              '10.0.0.' || i AS pkt_srcaddr, '10.0.1.9' AS pkt_dstaddr, current_date AS date
            FROM range(10) AS t(i)
            """);
    }

    [Theory]
    [InlineData("SELECT * \nFROM vpc_flow_logs \nWHERE date = DATE('2020-05-04') \nLIMIT 100;", 0)]
    [InlineData("SELECT day_of_week(date) AS\n  day,\n  date,\n  interface_id,\n  srcaddr,\n  action,\n  protocol\nFROM "
        + "vpc_flow_logs\nWHERE action = 'REJECT' AND protocol = 6\nLIMIT 100;", 5)]
    [InlineData("SELECT SUM(packets) AS\n  packetcount,\n  dstaddr\nFROM vpc_flow_logs\nWHERE dstport = 443 AND date > current_date - "
        + "interval '7' day\nGROUP BY dstaddr\nORDER BY packetcount DESC\nLIMIT 10;", 1)]
    [InlineData("SELECT srcaddr, dstaddr FROM vpc_flow_logs WHERE contains('10.0.0.0/30', cast(srcaddr as IPADDRESS))", 4)]
    [InlineData("SELECT srcaddr FROM vpc_flow_logs WHERE CAST(srcaddr AS IPADDRESS) > IPADDRESS '10.0.0.3' AND CAST(srcaddr AS IPADDRESS) "
        + "< IPADDRESS '10.0.0.8'", 4)]
    [InlineData("select dstaddr, sum(bytes) as total_bytes from vpc_flow_logs where not contains('10.0.0.0/8', cast(dstaddr as "
        + "ipaddress)) group by dstaddr order by total_bytes desc", 1)]
    [InlineData("SELECT interface_id, from_unixtime(start) AS start_time, from_unixtime(\"end\") AS end_time FROM vpc_flow_logs WHERE "
        + "log_status = 'OK' ORDER BY start DESC LIMIT 3", 3)]
    [InlineData("SELECT CASE WHEN protocol = 6 THEN 'TCP' WHEN protocol = 17 THEN 'UDP' WHEN protocol = 1 THEN 'ICMP' ELSE CAST(protocol "
        + "AS varchar) END AS name, count(*) FROM vpc_flow_logs GROUP BY 1", 1)]
    [InlineData("SELECT date_trunc('hour', from_unixtime(start)) AS hour_of_day, flow_direction, sum(bytes) / 1024 / 1024 AS mb FROM "
        + "vpc_flow_logs GROUP BY 1, 2", 1)]
    [InlineData("WITH ip_addresses AS (SELECT DISTINCT instance_id, pkt_srcaddr AS ip FROM vpc_flow_logs WHERE flow_direction = 'egress') "
        + "SELECT a.instance_id, sum(b.bytes) AS bytes FROM ip_addresses a JOIN vpc_flow_logs b ON a.ip = b.pkt_srcaddr GROUP BY "
        + "a.instance_id", 1)]
    [InlineData("SELECT COUNT(\"interface_id\") as flow_count, interface_id, CASE WHEN srcport > dstport THEN 'server' ELSE 'client' END "
        + "as initiator FROM AwsDataCatalog.default.vpc_flow_logs WHERE dstport is not null and action='ACCEPT' GROUP BY interface_id, "
        + "srcport, dstport ORDER by flow_count desc", 1)]
    [InlineData("SELECT srcaddr, count(DISTINCT dstport) AS ports FROM vpc_flow_logs WHERE date BETWEEN current_date - interval '1' day "
        + "AND current_date GROUP BY srcaddr HAVING count(DISTINCT dstport) > 10", 0)]
    [InlineData("SELECT count(*) FROM vpc_flow_logs;", 1)]
    [InlineData("SELECT * FROM vpc_flow_logs limit 1000;", 10)]
    [InlineData("select srcaddr, count(*) cnt\nfrom vpc_flow_logs\ngroup by srcaddr\norder by cnt desc\nlimit 100;", 10)]
    [InlineData("SELECT srcaddr,\n         dstaddr,\n         count(*) AS record_count,\n         SUM(bytes) AS total_bytes,\n         "
        + "SUM(bytes)/count(*) AS data_ratio,\n         date_format(from_unixtime(min(start)),\n         '%Y/%m/%d %H:%i:%s') AS "
        + "first_seen, date_format(from_unixtime(max(\"end\")), '%Y/%m/%d %H:%i:%s') AS last_seen\nFROM \"default\".\"vpc_flow_logs\"\n"
        + "WHERE (srcaddr = '10.0.0.1'\n        OR dstaddr = '10.0.1.9')\nGROUP BY  srcaddr, dstaddr\nORDER BY  total_bytes DESC ", 6)]
    [InlineData("SELECT vpc.account_id,\n         vpc.srcaddr || ':' || CAST(vpc.srcport AS VARCHAR) AS source,\n         'INBOUND' AS "
        + "direction,\n         CAST(from_unixtime(vpc.start) AS TIMESTAMP) AS startTime, \n         date_diff('second', "
        + "from_unixtime(vpc.start), from_unixtime(vpc.\"end\")) as sessionTime\nFROM \"default\".\"vpc_flow_logs\" AS vpc\nWHERE \n    "
        + "vpc.dstaddr IN (SELECT '10.0.1.9')\nUNION ALL\nSELECT vpc.account_id,\n         vpc.srcaddr || ':' || CAST(vpc.srcport AS "
        + "VARCHAR) AS source,\n         'OUTBOUND' AS direction,\n         CAST(from_unixtime(vpc.start) AS TIMESTAMP) AS startTime, \n"
        + "         date_diff('second', from_unixtime(vpc.start), from_unixtime(vpc.\"end\")) as sessionTime\nFROM \"default\"."
        + "\"vpc_flow_logs\" AS vpc\nWHERE\n    vpc.srcaddr IN (SELECT '10.0.0.3')\nORDER BY startTime, sessionTime, direction", 6)]
    public void A_published_query_runs_unchanged(string sql, int rows)
    {
        using var result = _engine.Query(sql, TestContext.Current.CancellationToken);
        var count = 0;
        while (result.Read())
            count++;
        Assert.Equal(rows, count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
