using System.Text.Json.Nodes;
using Web.Findings;

namespace Template.Tests.Checks;

/// <summary>
/// Checks the named queries: those that the design publishes, word for word; one that does what the second of them describes; those of the
/// cookbook in docs/; and those of findings/ for the last day.
/// </summary>
static class QueryCheck
{
    static readonly string[] Published =
    [
        """
        select protocol, sum(packets) as rejected_packets from flow_logs
        where action = 'REJECT' group by protocol order by rejected_packets desc
        """,
        """
        SELECT srcaddr, SUM(packets) AS rejected_packets FROM flow_logs
        WHERE start >= current_timestamp - interval '14' day
        GROUP BY srcaddr ORDER BY rejected_packets DESC LIMIT 10;
        """,
        """
        SELECT dstaddr, SUM(packets) AS packet_count FROM flow_logs
        WHERE dstport = '443' GROUP BY dstaddr ORDER BY packet_count DESC LIMIT 10;
        """,
    ];

    static readonly string[] Expected =
        [.. Published, Published[1].Replace("WHERE start", "WHERE action = 'REJECT' AND start"), .. Cookbook(), .. OfFindings()
        .Select(finding => finding.Sql)];

    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var stack = Deployment.Plain(template);
        var queries = stack.OfType("AWS::Athena::NamedQuery").Select(stack.Properties).ToList();
        foreach (var missing in Expected.Except(queries.Select(query => query["QueryString"]!.ToString())))
            yield return $"there is no named query: {missing}";
        foreach (var query in queries)
        {
            if (!Expected.Contains(query["QueryString"]!.ToString()))
                yield return $"the named query '{query["Name"]}' is not a published one, in docs/queries.md or in findings/";
            var isOfCookbook = query["Name"]!.ToString().StartsWith("Cookbook: ", StringComparison.Ordinal)
                || OfFindings().Any(finding => query["Name"]!.ToString() == $"Finding: {finding.Name}");
            if (query["QueryString"]!.ToString().Contains("hour >= date_format", StringComparison.Ordinal) != isOfCookbook)
                yield return $"the named query '{query["Name"]}' must have both the name and the hours of a cookbook query or finding";
            // Glue prunes partitions only by conditions on single keys.
            foreach (var key in isOfCookbook ? ["year", "month", "day"] : Array.Empty<string>())
                if (Count(query, $"{key} IN (") != Hours(query))
                    yield return $"the named query '{query["Name"]}' has no condition on {key} beside the one on the hour";
            if (query["WorkGroup"]?.ToString() != stack.NameOf("AthenaWorkGroup")
                || query["Database"]?.ToString() != stack.NameOf("FlowLogDatabase"))
                yield return $"the named query '{query["Name"]}' is not in the stack's workgroup and database";
        }
    }

    static int Hours(JsonObject query) => Count(query, "hour >= date_format");

    static int Count(JsonObject query, string text) => query["QueryString"]!.ToString().Split(text).Length - 1;

    /// <summary>Returns the SQL blocks of docs/queries.md.</summary>
    static IEnumerable<string> Cookbook() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "queries.md"))
        .Split("```sql\n").Skip(1).Select(block => block.Split("\n```")[0]);

    /// <summary>Returns the queries of findings/, which follow a comment.</summary>
    static IEnumerable<(string Name, string Sql)> OfFindings() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "findings"), "*.sql")
        .Select(file => (Name: Path.GetFileNameWithoutExtension(file), Text: File.ReadAllText(file)))
        .Select(file => (file.Name, new FindingQuery(file.Name, file.Text.Split("\n*/\n")[1].Trim()).ForLastDay()));
}
