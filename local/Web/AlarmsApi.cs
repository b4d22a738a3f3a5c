using System.Text.Json.Nodes;

namespace Web;

/// <summary>Answers the state and the history of the template's alarms.</summary>
static class AlarmsApi
{
    public static void Map(ApiRoutes api, StackView stack) => api.Get("/api/alarms", async query =>
    {
        var range = await WebApi.ReadRangeAsync(stack, query);
        var alarms = stack.ReadMetrics(metrics =>
            Alarm.All(stack.Template).Select(alarm => View(alarm, alarm.IsAws ? [] : alarm.Evaluate(metrics, range))).ToArray());
        return new JsonObject
        {
            ["from"] = range.From.ToUnixTimeSeconds(),
            ["to"] = range.To.ToUnixTimeSeconds(),
            ["alarms"] = new JsonArray([.. alarms]),
        };
    });

    static JsonObject View(Alarm alarm, IReadOnlyList<(DateTimeOffset Time, double? Value, double? Limit, string State)> history)
    {
        // A state's time is the end of the period that led to it.
        var changes = history.Index().Where(one => one.Index == 0 || history[one.Index - 1].State != one.Item.State)
            .Select(one => (JsonNode)new JsonArray(one.Item.Time.AddSeconds(alarm.Period).ToUnixTimeSeconds(), one.Item.State)).ToArray();
        return new JsonObject
        {
            ["name"] = alarm.Name,
            ["description"] = alarm.Description,
            ["condition"] = alarm.Condition,
            ["band"] = alarm.Threshold is null,
            ["aws"] = alarm.IsAws ? alarm.Namespace : null,
            ["state"] = history.Count > 0 ? history[^1].State : null,
            ["changes"] = new JsonArray(changes),
            ["points"] = new JsonArray([.. history.Select(point =>
                new JsonArray(point.Time.ToUnixTimeSeconds(), point.Value, point.Limit))]),
        };
    }
}
