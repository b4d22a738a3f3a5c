using System.Text.Json.Nodes;
using Emulator.Athena;

namespace Web.Dashboards;

/// <summary>A widget of a Logs Insights query, asked of the stored records, which are the log group's ("Log widget object").</summary>
static class LogWidget
{
    public static async Task<JsonObject> DrawAsync(JsonObject properties, StackView stack, TimeRange dashboardRange, FlowFilter filter)
    {
        var query = properties["query"]?.ToString() ?? throw new WidgetException("The widget has no query.");
        var range = WidgetRange.Of(properties, dashboardRange);
        var sql = InsightsQuery.ToSql(query, stack.Engine.Table, filter, range, [.. RecordFormat.Of(stack.Template).Fields.Select(field => field.Name)]);
        var answer = await stack.Queries.AnswerAsync(sql);
        var result = ResultView.Of(answer, stack.Addresses);
        result["drawn"] = "table";
        result["sql"] = sql;
        var view = properties["view"]?.ToString() ?? "table";
        if (view == "table")
            return result;
        if (view is not ("timeSeries" or "bar" or "pie"))
            result["notes"] = new JsonArray($"The view {view} is none that this page knows; here it is a table.");
        else if (SeriesOf(answer, view == "timeSeries") is not { } series)
            result["notes"] = new JsonArray($"The view {view} needs {(view == "timeSeries" ? "stats ... by bin(...)" : "stats ... by a field")}; here it is a table.");
        else
        {
            result["drawn"] = view;
            result["series"] = series;
            result["from"] = range.From.ToUnixTimeSeconds();
            result["to"] = range.To.ToUnixTimeSeconds();
            result["stacked"] = view == "timeSeries" && properties["stacked"]?.ToString() == "true";
        }

        return result;
    }

    /// <summary>A series for each number of each group; null where the rows have no time, or no number.</summary>
    static JsonArray? SeriesOf(QueryAnswer answer, bool byTime)
    {
        var time = answer.Columns.Index().FirstOrDefault(column => column.Item.Type.StartsWith("timestamp", StringComparison.Ordinal), (-1, null!)).Item1;
        var numbers = answer.Columns.Index().Where(column => ResultView.IsNumber(column.Item) && !column.Item.Name.Equals("protocol", StringComparison.OrdinalIgnoreCase)).Select(column => column.Index).ToList();
        if (numbers.Count == 0 || byTime != time >= 0)
            return null;
        var names = Enumerable.Range(0, answer.Columns.Count).Where(i => i != time && !numbers.Contains(i)).ToList();
        var series = new Dictionary<string, JsonArray>();
        foreach (var row in answer.Rows)
        {
            foreach (var number in numbers)
            {
                if (row[number] is null || (byTime && row[time] is null))
                    continue;
                var of = names.Select(i => ResultText.Of(row[i]) ?? "-");
                var label = string.Join(' ', numbers.Count > 1 || names.Count == 0 ? of.Append(answer.Columns[number].Name) : of);
                if (!series.TryGetValue(label, out var points))
                    series[label] = points = [];
                points.Add((JsonNode)new JsonArray(byTime ? Seconds(row[time]!) : 0, double.Parse(ResultText.Of(row[number])!, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        return new JsonArray([.. series.Select(one => new JsonObject { ["label"] = one.Key, ["axis"] = "left", ["points"] = one.Value })]);
    }

    static long Seconds(object time) => time is DateTimeOffset instant ? instant.ToUnixTimeSeconds() : new DateTimeOffset((DateTime)time, TimeSpan.Zero).ToUnixTimeSeconds();
}
