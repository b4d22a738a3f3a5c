using System.Globalization;
using System.Text.Json.Nodes;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>The lines across a graph: levels, moments, and the thresholds of alarms ("annotations").</summary>
sealed class MetricAnnotations
{
    readonly List<string> _notes = [];

    public MetricAnnotations(JsonObject? annotations, StackTemplate template)
    {
        // A band is a list of two levels, or of two moments.
        foreach (var level in Items(annotations?["horizontal"]))
            Levels.Add((JsonNode)new JsonObject
            {
                ["value"] = Number(level["value"], "horizontal"),
                ["label"] = level["label"]?.ToString() ?? "",
                ["axis"] = level["yAxis"]?.ToString() == "right" ? "right" : "left",
            });
        foreach (var moment in Items(annotations?["vertical"]))
            Moments.Add((JsonNode)new JsonObject { ["time"] = Time(moment["value"]), ["label"] = moment["label"]?.ToString() ?? "" });
        foreach (var arn in annotations?["alarms"] as JsonArray ?? [])
            AddAlarm(arn?.ToString() ?? "", template);
    }

    public JsonArray Levels { get; } = [];

    public JsonArray Moments { get; } = [];

    public IReadOnlyList<string> Notes => _notes;

    void AddAlarm(string arn, StackTemplate template)
    {
        var alarm = template.FindByReference(arn) ?? template.FindByReference(arn.Split(":alarm:")[^1]);
        if (alarm?.Properties["Threshold"] is { } threshold)
        {
            Levels.Add((JsonNode)new JsonObject
            {
                ["value"] = Number(threshold, "Threshold"),
                ["label"] = $"Alarm {alarm.Properties["AlarmName"]?.ToString() ?? alarm.LogicalId}",
                ["axis"] = "left",
                ["alarm"] = true,
            });
        }
        else
        {
            _notes.Add($"The alarm {arn} is none of the template's that has a fixed threshold; its line is not drawn.");
        }
    }

    static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? [])
        .SelectMany(item => item is JsonArray band ? band.OfType<JsonObject>() : item is JsonObject one ? [one] : []);

    static double Number(JsonNode? node, string what) =>
        double.TryParse(node?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new WidgetException($"An annotation ({what}) has no number as its value.");

    static long Time(JsonNode? node) =>
        DateTimeOffset.TryParse(node?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : throw new WidgetException("An annotation (vertical) has no time as its value.");
}
