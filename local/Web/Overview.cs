namespace Web;

/// <summary>The questions of the overview, each one query of the table, in SQL that Athena runs as well.</summary>
/// <param name="table">The table's name.</param>
/// <param name="filter">Which records.</param>
/// <param name="range">Of what time.</param>
sealed class Overview(string table, FlowFilter filter, TimeRange range)
{
    public const int Top = 10;
    public const int PortsOfASource = 4;
    const string Rejected = "action = 'REJECT'";

    /// <summary>The query of a panel.</summary>
    public string Of(string panel) => panel switch
    {
        "timeline" => Timeline(),
        "talkers" => Talkers(),
        "receivers" => Receivers(),
        "rejected" => RejectedSources(),
        "protocols" => Protocols(),
        "ports" => Ports(),
        _ => Interfaces(),
    };

    /// <summary>Records, packets and bytes of each bucket and action.</summary>
    public string Timeline() =>
        $"""
        SELECT CAST(to_unixtime(start) AS bigint) / {range.Bucket} * {range.Bucket} AS time, action,
          count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes
        FROM {table}
        {filter.Where(range)}GROUP BY 1, 2
        ORDER BY 1, 2
        """;

    /// <summary>The sources that sent most bytes.</summary>
    public string Talkers() => MostBytes("srcaddr");

    /// <summary>The destinations that received most bytes.</summary>
    public string Receivers() => MostBytes("dstaddr");

    /// <summary>The sources of which most packets were rejected.</summary>
    public string RejectedSources() =>
        $"""
        SELECT srcaddr, sum(packets) AS packets, count(*) AS records,
          count(DISTINCT dstport) AS ports, count(DISTINCT dstaddr) AS targets
        FROM {table}
        {filter.Where(range, Rejected, "srcaddr IS NOT NULL")}GROUP BY srcaddr
        ORDER BY packets DESC, srcaddr
        LIMIT {Top}
        """;

    /// <summary>The ports that those sources tried most.</summary>
    public string RejectedPorts(IEnumerable<string> sources) =>
        $"""
        SELECT srcaddr, protocol, dstport, packets FROM (
          SELECT srcaddr, protocol, dstport, sum(packets) AS packets,
            row_number() OVER (PARTITION BY srcaddr ORDER BY sum(packets) DESC, dstport, protocol) AS place
          FROM {table}
          {filter.Where(range, Rejected, $"srcaddr IN ({string.Join(", ", sources.Select(SqlText.Of))})")}  GROUP BY srcaddr, protocol, dstport
        ) AS ranked
        WHERE place <= {PortsOfASource}
        ORDER BY srcaddr, packets DESC, dstport, protocol
        """;

    /// <summary>The protocols of which most packets were rejected, and then those with most packets.</summary>
    public string Protocols() =>
        $"""
        SELECT protocol, sum(packets) AS packets, sum(CASE WHEN {Rejected} THEN packets ELSE 0 END) AS rejected,
          sum(bytes) AS bytes, count(*) AS records
        FROM {table}
        {filter.Where(range, "protocol IS NOT NULL")}GROUP BY protocol
        ORDER BY rejected DESC, packets DESC, protocol
        LIMIT {Top}
        """;

    /// <summary>The ports at which most packets were rejected.</summary>
    public string Ports() =>
        $"""
        SELECT dstport, protocol, sum(packets) AS rejected, count(*) AS records, count(DISTINCT srcaddr) AS sources
        FROM {table}
        {filter.Where(range, Rejected, "dstport IS NOT NULL")}GROUP BY dstport, protocol
        ORDER BY rejected DESC, dstport, protocol
        LIMIT {Top}
        """;

    /// <summary>The interfaces with most bytes.</summary>
    public string Interfaces() =>
        $"""
        SELECT interface_id, sum(bytes) AS bytes, sum(packets) AS packets,
          sum(CASE WHEN {Rejected} THEN packets ELSE 0 END) AS rejected, count(*) AS records
        FROM {table}
        {filter.Where(range, "interface_id IS NOT NULL")}GROUP BY interface_id
        ORDER BY bytes DESC, interface_id
        LIMIT {Top}
        """;

    string MostBytes(string address) =>
        $"""
        SELECT {address}, sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records
        FROM {table}
        {filter.Where(range, $"{address} IS NOT NULL")}GROUP BY {address}
        ORDER BY bytes DESC, {address}
        LIMIT {Top}
        """;
}
