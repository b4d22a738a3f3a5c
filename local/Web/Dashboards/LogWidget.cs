using System.Text.Json.Nodes;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>A widget of a Logs Insights query, asked of the stored records, which are the log group's ("Log widget object").</summary>
static class LogWidget
{
    public static async Task<JsonObject> DrawAsync(JsonObject properties, StackView stack, TimeRange range, FlowFilter filter)
    {
        var query = properties["query"]?.ToString() ?? throw new WidgetException("The widget has no query.");
        var sql = InsightsQuery.ToSql(query, stack.Engine.Table, filter, range);
        var view = properties["view"]?.ToString() ?? "table";
        var result = ResultView.Of(await stack.Queries.AnswerAsync(sql));
        result["drawn"] = "table";
        result["sql"] = sql;
        result["query"] = query;
        if (view != "table")
            result["notes"] = new JsonArray($"CloudWatch shows this as {view}; here it is a table.");
        return result;
    }
}
