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

    // The columns of the history after its time.
    static readonly string[] Measures = ["records", "packets", "bytes", "accepted", "rejected", "other"];

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
        var span = await DataSpan.FindAsync(stack);
        var days = DaysBefore(range, span);
        var history = await stack.Queries.AnswerAsync(
            Timeline(table, filter, new TimeRange(range.From.AddDays(-days), range.To), range.Bucket));
        return new JsonObject
        {
            ["from"] = range.From.ToUnixTimeSeconds(),
            ["to"] = range.To.ToUnixTimeSeconds(),
            ["before"] = before.From.ToUnixTimeSeconds(),
            ["bucket"] = range.Bucket,
            ["sql"] = history.Sql,
            ["newest"] = span?.Newest.ToUnixTimeSeconds(),
            ["first"] = span?.First.ToUnixTimeSeconds(),
            ["days"] = days,
            ["now"] = await TotalsAsync(stack, Totals(table, filter, range)),
            ["previous"] = IsStored(before, span) ? await TotalsAsync(stack, Totals(table, filter, before)) : null,
            ["measures"] = new JsonObject(Measures.Select((name, i) =>
                KeyValuePair.Create(name, (JsonNode?)Bands(history, i + 1, range, days)))),
            ["usual"] = new JsonObject(Measures.Select((name, i) =>
                KeyValuePair.Create(name, (JsonNode?)Usual(history, i + 1, range, days)))),
        };
    }

    static async Task<JsonNode> NewAsync(StackView stack, string name, string columns, IQueryCollection query)
    {
        var range = await WebApi.ReadRangeAsync(stack, query);
        var (filter, table) = (FlowFilter.Read(query, stack.Fields), stack.Engine.Table.Name);
        var span = await DataSpan.FindAsync(stack);
        var before = Before(range);
        if (!IsStored(before, span))
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

    // A period that began before anything was stored has less traffic than there was. The first record is a little younger than its period.
    static bool IsStored(TimeRange before, DataSpan? span) =>
        span is not null && before.From + ((before.To - before.From) / 20) >= span.First;

    static int DaysBefore(TimeRange range, DataSpan? span) =>
        span is null ? 0 : (int)Math.Clamp((range.From - span.First + TimeSpan.FromHours(1)).TotalDays, 0, Days);

    static string Totals(string table, FlowFilter filter, TimeRange range) =>
        $"""
        SELECT count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes,
          count_if(action = 'ACCEPT') AS accepted, count_if(action = 'REJECT') AS rejected,
          count_if(action IS NULL) AS other, count(DISTINCT srcaddr) AS sources, count(DISTINCT interface_id) AS interfaces
        FROM {table}
        {filter.Where(range)}
        """.TrimEnd();

    static string Timeline(string table, FlowFilter filter, TimeRange range, int bucket) =>
        $"""
        SELECT CAST(to_unixtime(start) AS bigint) / {bucket} * {bucket} AS time,
          count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes,
          count_if(action = 'ACCEPT') AS accepted, count_if(action = 'REJECT') AS rejected, count_if(action IS NULL) AS other
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
    static JsonArray Bands(QueryAnswer history, int column, TimeRange range, int days)
    {
        var values = history.Rows.ToDictionary(row => (long)Number(row[0]), row => Number(row[column]));
        var bucket = range.Bucket;
        var rows = new JsonArray();
        for (var time = range.From.ToUnixTimeSeconds() / bucket * bucket; time < range.To.ToUnixTimeSeconds(); time += bucket)
        {
            var row = new JsonArray(time, values.GetValueOrDefault(time));
            if (days >= FewestDays && Day % bucket == 0)
            {
                foreach (var value in Band(Enumerable.Range(1, days).Select(day => values.GetValueOrDefault(time - (day * Day)))))
                    row.Add(value);
            }

            rows.Add(row);
        }

        return rows;
    }

    // The lowest, median and highest sum of the same hours on the days before; null if the range is longer than a day, or without history.
    static JsonArray? Usual(QueryAnswer history, int column, TimeRange range, int days)
    {
        if (days < FewestDays || range.Seconds > Day)
            return null;
        var sums = new double[days];
        foreach (var row in history.Rows)
        {
            var time = (long)Number(row[0]);
            for (var day = 1; day <= days; day++)
            {
                if (time >= range.From.ToUnixTimeSeconds() - (day * Day) && time < range.To.ToUnixTimeSeconds() - (day * Day))
                    sums[day - 1] += Number(row[column]);
            }
        }

        return new JsonArray([.. Band(sums).Select(value => (JsonNode)value)]);
    }

    static double[] Band(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return [sorted[0], Median(sorted), sorted[^1]];
    }

    static double Median(List<double> sorted) =>
        sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

    static double Number(object? value) =>
        value is null ? 0 : value is System.Numerics.BigInteger sum ? (double)sum : Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
