using Emulator.Athena;
using Web.Filters;

namespace Web;

/// <summary>A table of the overview: its groups, their measures and their order.</summary>
/// <param name="Name">The name in the page's requests.</param>
/// <param name="Keys">The columns of a group.</param>
/// <param name="Measures">Names and expressions.</param>
/// <param name="Condition">The condition on records.</param>
/// <param name="Sort">The measure to sort by, largest first, unless the user chooses another.</param>
sealed record OverviewTable(string Name, string[] Keys, (string Name, string Sql)[] Measures, string? Condition, string Sort)
{
    public bool IsColumn(string name) => Keys.Contains(name) || Measures.Any(measure => measure.Name == name);
}

/// <summary>Writes the overview's queries, in SQL that Athena runs as well.</summary>
/// <param name="table">The table's name.</param>
/// <param name="filter">The filter of records.</param>
/// <param name="range">The time range.</param>
sealed class Overview(string table, FlowFilter filter, TimeRange range)
{
    public const int Top = 10;
    public const int PortsOfASource = 4;
    const string Rejected = "action = 'REJECT'";

    // By number: DCCP 33, SCTP 132, TCP 6, UDP 17, UDPLite 136. The other protocols have no ports.
    const string HasPorts = "protocol IN (6, 17, 33, 132, 136)";

    static readonly (string, string)[] Traffic = [("bytes", "sum(bytes)"), ("packets", "sum(packets)"), ("records", "count(*)")];
    static readonly (string, string) RejectedPackets = ("rejected", $"sum(CASE WHEN {Rejected} THEN packets ELSE 0 END)");

    public static OverviewTable RejectedSources { get; } = new("rejected", ["srcaddr"],
        [("packets", "sum(packets)"), ("records", "count(*)"), ("ports", "count(DISTINCT dstport)"),
            ("targets", "count(DISTINCT dstaddr)")], Rejected, "packets");

    public static IReadOnlyList<OverviewTable> Tables { get; } =
    [
        new("talkers", ["srcaddr"], Traffic, null, "bytes"),
        new("receivers", ["dstaddr"], Traffic, null, "bytes"),
        RejectedSources,
        new("ports", ["dstport", "protocol"],
            [("rejected", "sum(packets)"), ("records", "count(*)"), ("sources", "count(DISTINCT srcaddr)")], $"{Rejected} AND {HasPorts}",
            "rejected"),
        new("protocols", ["protocol"], [("packets", "sum(packets)"), RejectedPackets, ("bytes", "sum(bytes)"), ("records", "count(*)")],
            null, "rejected"),
        new("interfaces", ["interface_id"], [.. Traffic, RejectedPackets], null, "bytes"),
    ];

    /// <summary>Returns the query for records, packets and bytes of each bucket and action.</summary>
    public string Timeline() =>
        $"""
        SELECT CAST(to_unixtime(start) AS bigint) / {range.Bucket} * {range.Bucket} AS time, action,
          count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes
        FROM {table}
        {filter.Where(range)}GROUP BY 1, 2
        ORDER BY 1, 2
        """;

    /// <summary>Returns the query for the groups of a table.</summary>
    /// <param name="of">The table.</param>
    /// <param name="sort">A column; null for the table's default.</param>
    /// <param name="ascending">Whether the smallest values come first.</param>
    /// <param name="limit">The maximum number of groups.</param>
    public string Groups(OverviewTable of, string? sort = null, bool ascending = false, int limit = Top)
    {
        var keys = string.Join(", ", of.Keys);
        var by = sort ?? of.Sort;
        var ties = new[] { of.Measures[0].Name }.Where(measure => measure != by).Select(measure => $"{measure} DESC")
            .Concat(of.Keys.Where(key => key != by));
        var order = ties.Prepend($"{by} {(ascending ? "ASC" : "DESC")}");
        return $"""
            SELECT {keys}, {string.Join(", ", of.Measures.Select(measure => $"{measure.Sql} AS {measure.Name}"))}
            FROM {table}
            {filter.Where(range, [.. of.Condition is { } condition ? [condition] : Array.Empty<string>(), $"{of.Keys[0]} IS NOT NULL"])}GROUP BY {keys}
            ORDER BY {string.Join(", ", order)}
            LIMIT {limit}
            """;
    }

    /// <summary>Returns the query for the ports that sources tried most.</summary>
    public string RejectedPorts(IEnumerable<string> sources) =>
        $"""
        SELECT srcaddr, protocol, dstport, packets FROM (
          SELECT srcaddr, protocol, dstport, sum(packets) AS packets,
            row_number() OVER (PARTITION BY srcaddr ORDER BY sum(packets) DESC, dstport, protocol) AS place
          FROM {table}
          {filter.Where(range, Rejected, $"srcaddr IN ({string.Join(", ", sources.Select(Sql.Text))})")}  GROUP BY srcaddr, protocol, dstport
        ) AS ranked
        WHERE place <= {PortsOfASource}
        ORDER BY srcaddr, packets DESC, dstport, protocol
        """;
}
