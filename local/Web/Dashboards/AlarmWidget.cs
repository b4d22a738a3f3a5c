using System.Text.Json.Nodes;
using Emulator.Template;

namespace Web.Dashboards;

/// <summary>A widget of alarms' states ("Alarm widget object"). The local stack raises none: it shows what each waits for.</summary>
static class AlarmWidget
{
    public static JsonObject Draw(JsonObject properties, StackTemplate template) => new()
    {
        ["drawn"] = "alarms",
        ["alarms"] = new JsonArray([.. (properties["alarms"] as JsonArray ?? []).Select(arn => Row(arn?.ToString() ?? "", template))]),
        ["notes"] = new JsonArray("The states of alarms are CloudWatch's: the local stack raises none. Their conditions are the template's."),
    };

    static JsonObject Row(string arn, StackTemplate template) => TemplateAlarm.Find(arn, template) is { } alarm
        ? new JsonObject { ["name"] = alarm.Title, ["condition"] = alarm.Condition }
        : new JsonObject { ["name"] = arn, ["condition"] = "is no alarm of the template" };
}
