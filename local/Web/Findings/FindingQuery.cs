using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Web.Findings;

/// <summary>
/// The SQL of a finding with its parameters: <c>${range}</c>, <c>${internal COLUMN}</c>, <c>${external COLUMN}</c>,
/// <c>${outside SOURCE DESTINATION}</c>, <c>${greater PORT OTHER-PORT}</c> and <c>${admin-ports}</c>.
/// </summary>
/// <param name="name">The finding's name, for errors.</param>
/// <param name="text">The SQL.</param>
public sealed partial class FindingQuery(string name, string text)
{
    // RFC 1918, RFC 6598 (shared), link-local, and unique local IPv6. The addresses of a VPC are in these ranges, unless it has public
    // ones.
    // The first is by far the most common, and LIKE takes a fifth of a regular expression's time.
    const string Private = @"({0} LIKE '10.%' OR regexp_like({0},
      '^(172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|169\.254\.|f[cd]|fe80:)'))";

    /// <summary>The networks of <c>${internal}</c> as a filter has them.</summary>
    public const string InternalNetworks =
        "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,169.254.0.0/16,fc00::/7,fe80::/16";

    // Firehose keeps records back for up to 15 minutes, VPC Flow Logs for some more.
    static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    // SSH, Telnet, RPC, NetBIOS, SMB, SQL Server, Oracle, Docker, etcd, MySQL, RDP, PostgreSQL, VNC, WinRM, Redis, Kubernetes,
    // Elasticsearch, kubelet, memcached, MongoDB.
    static readonly string[] AdminPorts =
    [
        "22", "23", "135", "139", "445", "1433", "1521", "2375", "2376", "2379", "3306", "3389", "5432", "5900", "5985", "5986", "6379",
        "6443",
        "9200", "10250", "11211", "27017",
    ];

    /// <summary>Returns the query for the last day, as in the stack's named query.</summary>
    public string ForLastDay()
    {
        const string day = "current_timestamp - interval '1' day";
        return Bind(text, column =>
        {
            (string Name, string Format)[] parts = [("year", "%Y"), ("month", "%m"), ("day", "%d")];
            var keys = parts.Select(key =>
                $"{column(key.Name)} IN (date_format({day}, '{key.Format}'), date_format(current_timestamp, '{key.Format}'))");
            return [.. keys, $"{Hour(column)} >= date_format({day}, '%Y%m%d%H')", $"{column("start")} >= {day}"];
        });
    }

    /// <summary>
    /// The conditions of the query's SELECTs that read a small part of the records, such as the rejected ones. Empty if each of them reads
    /// more.
    /// </summary>
    public IEnumerable<string> FewConditions => Few.Matches(text).Select(match => Bind(match.Groups["few"].Value, _ => []));

    /// <summary>Returns the query that reads records in a range of time which fulfil at least one of some conditions.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="conditions">The conditions.</param>
    /// <param name="from">The start of the range.</param>
    /// <param name="to">The end of the range, exclusive.</param>
    public static string Excerpt(
        IEnumerable<string> columns, IReadOnlyCollection<string> conditions, DateTimeOffset from, DateTimeOffset to) =>
        $"""
        SELECT {string.Join(", ", columns.Select(column => $"\"{column}\""))}
        FROM flow_logs
        WHERE {string.Join(" AND ", Range(from, to, column => column))}
          AND ({string.Join(" OR ", Merge(conditions))})
        """;

    // One list for each column: each list is searched for nearly every record.
    static IEnumerable<string> Merge(IReadOnlyCollection<string> conditions) => conditions
        .Where(condition => !condition.StartsWith('('))
        .Select(condition => condition.Split(' ', 2))
        .GroupBy(parts => parts[0], parts => Value.Matches(parts[1]).Select(match => match.Value))
        .Select(column => $"{column.Key} IN ({string.Join(", ", column.SelectMany(values => values).Distinct())})")
        .Concat(conditions.Where(condition => condition.StartsWith('(')).Select(condition => $"({condition})"));

    /// <summary>
    /// Returns the query for a range of time, with an excerpt of the records in the place of the table wherever it needs no others.
    /// </summary>
    /// <param name="excerpt">The name of the excerpt, a table that has no partitions.</param>
    /// <param name="from">The start of the range.</param>
    /// <param name="to">The end of the range, exclusive.</param>
    public string For(string excerpt, DateTimeOffset from, DateTimeOffset to) =>
        Bind(Few.Replace(text, match => $"FROM {excerpt} WHERE true{match.Groups["rest"].Value}"), column => Range(from, to, column));

    /// <summary>
    /// The query for the records that began in a range of time; it reads the partitions of its hours, and of one hour after it.
    /// </summary>
    /// <param name="from">The start of the range.</param>
    /// <param name="to">The end of the range, exclusive.</param>
    public string For(DateTimeOffset from, DateTimeOffset to) => Bind(text, column => Range(from, to, column));

    static IReadOnlyList<string> Range(DateTimeOffset from, DateTimeOffset to, Func<string, string> column)
    {
        var (first, last) = (from.UtcDateTime, (to + LongestDelay).UtcDateTime);
        return
        [
            .. Keys(first, last).Select(key => $"{column(key.Name)} IN ({string.Join(", ", key.Values.Select(value => $"'{value}'"))})"),
            $"{Hour(column)} BETWEEN '{first:yyyyMMddHH}' AND '{last:yyyyMMddHH}'",
            $"{column("start")} >= timestamp '{from.UtcDateTime:yyyy-MM-dd HH:mm:ss}' AND {column("start")} < timestamp "
            + $"'{to.UtcDateTime:yyyy-MM-dd HH:mm:ss}'",
        ];
    }

    // A condition for each key, so that the catalog can prune partitions. A key that can have any value needs none.
    static IEnumerable<(string Name, IReadOnlyList<string> Values)> Keys(DateTime first, DateTime last)
    {
        yield return ("year", Values(first.Year, last.Year, 4));
        if (first.Year == last.Year)
            yield return ("month", Values(first.Month, last.Month, 2));
        else if (last - first < TimeSpan.FromDays(300))
            yield return ("month", [.. Values(first.Month, 12, 2), .. Values(1, last.Month, 2)]);
        if (last - first > TimeSpan.FromDays(25))
            yield break;
        yield return ("day", [.. Enumerable.Range(0, (last.Date - first.Date).Days + 1)
            .Select(day => first.AddDays(day).ToString("dd", CultureInfo.InvariantCulture))]);
        if (first.Date == last.Date)
            yield return ("hour", Values(first.Hour, last.Hour, 2));
    }

    static List<string> Values(int first, int last, int digits) =>
        [.. Enumerable.Range(first, last - first + 1).Select(value => value.ToString($"D{digits}", CultureInfo.InvariantCulture))];

    static string Hour(Func<string, string> column) => $"{column("year")} || {column("month")} || {column("day")} || {column("hour")}";

    string Bind(string text, Func<Func<string, string>, IReadOnlyList<string>> range)
    {
        var sql = new StringBuilder();
        var done = 0;
        foreach (var match in Parameter.Matches(text).Cast<Match>())
        {
            sql.Append(text, done, match.Index - done);
            sql.Append(match.Groups[1].Value.Split(' ') switch
            {
                ["range"] => Lines(range(column => column)),
                ["range", var alias] => Lines(range(column => $"{alias}.{column}")),
                ["internal", var column] => Internal(column),
                ["external", var column] => $"NOT {Internal(column)}",
                ["outside", var source, var destination] => Outside(source, destination),
                ["greater", var port, var other] => Greater(port, other),
                ["admin-ports"] => string.Join(",\n      ", AdminPorts.Chunk(12)
                    .Select(line => string.Join(", ", line.Select(port => $"'{port}'")))),
                _ => throw new FormatException($"Finding {name}: unknown parameter {match.Value}."),
            });
            done = match.Index + match.Length;
        }

        return sql.Append(text, done, text.Length - done).ToString();

        string Lines(IReadOnlyList<string> conditions)
        {
            var line = text.LastIndexOf('\n', text.IndexOf("${range", done, StringComparison.Ordinal)) + 1;
            var indent = text.AsSpan(line).IndexOfAnyExcept(' ');
            return string.Join($"\n{new string(' ', indent + 2)}AND ", conditions);
        }
    }

    static string Internal(string column) => Private.Replace("{0}", column, StringComparison.Ordinal);

    // The IPv6 addresses of a VPC are public; addresses in the destination's own /48 network are treated as internal.
    static string Outside(string source, string destination)
    {
        var network = string.Join(" || ':' || ", Enumerable.Range(1, 3).Select(part => $"split_part({destination}, ':', {part})"));
        return $"NOT {Internal(source)}\n    AND NOT ({destination} LIKE '%:%'\n      AND {source} LIKE ({network} || ':%'))";
    }

    // Ports are text without leading zeros: the longer number is the greater one. A cast of both takes three times as long.
    static string Greater(string port, string other) =>
        $"(length({port}) > length({other})\n      OR length({port}) = length({other}) AND {port} > {other})";

    // A condition that most records do not fulfil, in a WHERE clause of AND alone.
    [GeneratedRegex(
        @"FROM flow_logs\s+WHERE \$\{range\}(?<rest>(?:(?!\b(?:FROM|GROUP|HAVING)\b).)*?\bAND "
        + @"(?<few>action = 'REJECT'|log_status = 'SKIPDATA'|dstport (?:= '\d+'|IN \([^)]*\))|protocol IN \((?!6, 17\))[^)]*\)"
        + @"|\$\{greater srcport dstport\}\s+AND \$\{internal srcaddr\} AND \$\{external dstaddr\}))",
        RegexOptions.Singleline)]
    private static partial Regex Few { get; }

    [GeneratedRegex(@"'[^']*'|\d+")]
    private static partial Regex Value { get; }

    [GeneratedRegex(@"\$\{([a-z-]+(?: [a-z.]+)*)\}")]
    private static partial Regex Parameter { get; }
}
