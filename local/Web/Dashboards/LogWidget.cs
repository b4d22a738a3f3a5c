using System.Text.Json.Nodes;
using Web.Filters;

namespace Web.Dashboards;

/// <summary>
/// Draws a Logs Insights query as a table, from the stored records, which are those of the log group ("Log widget object").
/// </summary>
static class LogWidget
{
    const string View = "table";

    public static async Task<JsonObject> DrawAsync(JsonObject properties, StackView stack, TimeRange range, FlowFilter filter)
    {
        var query = properties["query"]?.ToString() ?? throw new WidgetException("The widget has no query.");
        var sql = InsightsQuery.ToSql(query, stack.Engine.Table, filter, range,
            [.. RecordFormat.Of(stack.Template).Fields.Select(field => field.Name)]);
        var result = ResultView.Of(await stack.Queries.AnswerAsync(sql), stack.Fields);
        result["drawn"] = View;
        result["sql"] = sql;
        if (properties["view"]?.ToString() is { } view and not View)
            result["notes"] = new JsonArray($"The view '{view}' is not drawn here. The rows are shown as a table.");
        return result;
    }
}
