using System.Globalization;
using System.Text.Json.Nodes;
using Web.Filters;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>
/// Answers what changed: totals against the period before of the same length, each bucket against the same time on the days before, and
/// what was not there in the period before.
/// </summary>
static class Changes
{
    const int Days = 7;
    const int FewestDays = 3;
    const int Day = 24 * 3600;
    const int MostNew = 20;

    // The kinds of new entries, with the columns that identify them.
    static readonly (string Name, string Columns)[] Kinds =
    [
        ("sources", "srcaddr"),
        ("ports", "dstport"),
        ("pairs", "srcaddr, dstaddr"),
        ("interfaces", "interface_id"),
        ("services", "dstaddr, dstport"),
    ];

    public static void Map(ApiRoutes api, StackView stack)
    {
        api.Get("/api/changes", query => AnswerAsync(stack, query));
        foreach (var (name, columns) in Kinds)
            api.Get($"/api/changes/{name}", query => NewAsync(stack, name, columns, query));
    }

    static async Task<JsonNode> AnswerAsync(StackView stack, IQueryCollection query)
    {
        var range = await WebApi.ReadRangeAsync(stack, query);
        var (filter, table) = (FlowFilter.Read(query, stack.Fields), stack.Engine.Table.Name);
        var before = Before(range);
        // Days before the first stored record have no traffic because nothing was stored.
        var span = await DataSpan.FindAsync(stack);
        var days = span is null ? 0 : (int)Math.Clamp((range.From - span.First).TotalDays, 0, Days);
        var history = await stack.Queries.AnswerAsync(
            Timeline(table, filter, new TimeRange(range.From.AddDays(-days), range.To), range.Bucket));
        return new JsonObject
        {
            ["from"] = range.From.ToUnixTimeSeconds(),
            ["to"] = range.To.ToUnixTimeSeconds(),
            ["before"] = before.From.ToUnixTimeSeconds(),
            ["bucket"] = range.Bucket,
            ["sql"] = history.Sql,
            ["days"] = days,
            ["now"] = await TotalsAsync(stack, Totals(table, filter, range)),
            ["previous"] = span is null || before.To <= span.First.AddHours(1) ? null
                : await TotalsAsync(stack, Totals(table, filter, before)),
            ["measures"] = new JsonObject
            {
                ["records"] = Band(history, 1, range, days),
                ["packets"] = Band(history, 2, range, days),
                ["bytes"] = Band(history, 3, range, days),
                ["rejected"] = Band(history, 4, range, days),
            },
        };
    }

    static async Task<JsonNode> NewAsync(StackView stack, string name, string columns, IQueryCollection query)
    {
        var range = await WebApi.ReadRangeAsync(stack, query);
        var (filter, table) = (FlowFilter.Read(query, stack.Fields), stack.Engine.Table.Name);
        var span = await DataSpan.FindAsync(stack);
        var before = Before(range);
        if (span is null || before.To <= span.First.AddHours(1))
            return new JsonObject { ["none"] = true };
        var keys = columns.Split(", ");
        var known = keys.Select(key => $"{key} IS NOT NULL").ToList();
        // The side with the higher port opened the connection; replies would make every client port a new one.
        if (name is "ports" or "services")
            known.Add("TRY_CAST(srcport AS integer) > TRY_CAST(dstport AS integer)");
        var sql =
            $"""
            WITH earlier AS (
              SELECT DISTINCT {columns}
              FROM {table}
              {filter.Where(before, known)})
            SELECT {string.Join(", ", keys.Select(key => $"now.{key}"))}, min(now.start) AS first_seen, count(*) AS records, sum(now.bytes) AS bytes
            FROM (
              SELECT {columns}, start, bytes
              FROM {table}
              {filter.Where(range, known)}) AS now
            LEFT JOIN earlier ON {string.Join(" AND ", keys.Select(key => $"earlier.{key} = now.{key}"))}
            WHERE earlier.{keys[0]} IS NULL
            GROUP BY {string.Join(", ", keys.Select(key => $"now.{key}"))}
            ORDER BY records DESC, first_seen
            LIMIT {MostNew}
            """;
        var answer = await stack.Queries.AnswerAsync(sql);
        var view = ResultView.Of(answer, stack.Fields);
        view["sql"] = sql;
        return view;
    }

    static TimeRange Before(TimeRange range) => new(range.From - (range.To - range.From), range.From);

    static string Totals(string table, FlowFilter filter, TimeRange range) =>
        $"""
        SELECT count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes,
          count_if(action = 'ACCEPT') AS accepted, count_if(action = 'REJECT') AS rejected,
          count(DISTINCT srcaddr) AS sources, count(DISTINCT interface_id) AS interfaces
        FROM {table}
        {filter.Where(range)}
        """.TrimEnd();

    static string Timeline(string table, FlowFilter filter, TimeRange range, int bucket) =>
        $"""
        SELECT CAST(to_unixtime(start) AS bigint) / {bucket} * {bucket} AS time,
          count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes, count_if(action = 'REJECT') AS rejected
        FROM {table}
        {filter.Where(range)}GROUP BY 1
        ORDER BY 1
        """;

    static async Task<JsonObject> TotalsAsync(StackView stack, string sql)
    {
        var answer = await stack.Queries.AnswerAsync(sql);
        return new JsonObject(answer.Columns.Select((column, i) => KeyValuePair.Create(column.Name, (JsonNode?)Number(answer.Rows[0][i]))));
    }

    // For each bucket: its value, and the lowest, median and highest value of the same bucket on earlier days.
    static JsonArray Band(QueryAnswer history, int column, TimeRange range, int days)
    {
        var values = history.Rows.ToDictionary(row => (long)Number(row[0]), row => Number(row[column]));
        var bucket = range.Bucket;
        var rows = new JsonArray();
        for (var time = range.From.ToUnixTimeSeconds() / bucket * bucket; time < range.To.ToUnixTimeSeconds(); time += bucket)
        {
            var row = new JsonArray(time, values.GetValueOrDefault(time));
            if (days >= FewestDays && Day % bucket == 0)
            {
                var earlier = Enumerable.Range(1, days).Select(day => values.GetValueOrDefault(time - (day * Day))).Order().ToList();
                foreach (var value in new[] { earlier[0], Median(earlier), earlier[^1] })
                    row.Add(value);
            }

            rows.Add(row);
        }

        return rows;
    }

    static double Median(List<double> sorted) =>
        sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

    static double Number(object? value) =>
        value is null ? 0 : value is System.Numerics.BigInteger sum ? (double)sum : Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
