using System.Globalization;
using System.Text.Json.Nodes;
using Emulator.Template;

namespace Web.Dashboards;

/// <summary>The lines across a graph: levels, moments, bands of two of them, and the thresholds of alarms ("annotations").</summary>
sealed class MetricAnnotations
{
    readonly List<string> _notes = [];

    /// <exception cref="WidgetException">One has no value.</exception>
    public MetricAnnotations(JsonObject? annotations, StackTemplate template)
    {
        foreach (var (level, other) in Items(annotations?["horizontal"]))
        {
            Levels.Add((JsonNode)new JsonObject
            {
                ["value"] = Number(level["value"], "horizontal"),
                ["to"] = other is null ? null : Number(other["value"], "horizontal"),
                ["label"] = level["label"]?.ToString() ?? "",
                ["axis"] = level["yAxis"]?.ToString() == "right" ? "right" : "left",
                ["color"] = MetricOptions.ColorOf(level["color"]),
                ["fill"] = Fill(level, "above", "below"),
            });
        }

        foreach (var (moment, other) in Items(annotations?["vertical"]))
        {
            Moments.Add((JsonNode)new JsonObject
            {
                ["time"] = Time(moment["value"]),
                ["to"] = other is null ? null : Time(other["value"]),
                ["label"] = moment["label"]?.ToString() ?? "",
                ["color"] = MetricOptions.ColorOf(moment["color"]),
                ["fill"] = Fill(moment, "before", "after"),
            });
        }

        foreach (var arn in annotations?["alarms"] as JsonArray ?? [])
            AddAlarm(arn?.ToString() ?? "", template);
    }

    public JsonArray Levels { get; } = [];

    public JsonArray Moments { get; } = [];

    /// <summary>What the alarms watch, as a widget that names no metrics shows it.</summary>
    public JsonArray MetricsOfAlarms { get; } = [];

    public IReadOnlyList<string> Notes => _notes;

    void AddAlarm(string arn, StackTemplate template)
    {
        if (TemplateAlarm.Find(arn, template) is not { Limit: { } threshold } alarm)
        {
            _notes.Add($"The alarm {arn} is none of the template's that has a fixed threshold; its line is not drawn.");
            return;
        }

        Levels.Add((JsonNode)new JsonObject { ["value"] = threshold, ["label"] = $"Alarm {alarm.Title}", ["axis"] = "left" });
        if (alarm.Metric is { } metric)
            MetricsOfAlarms.Add((JsonNode)metric);
    }

    // A band is a list of two. Its ends are two items: the first has the other as well, for what lies between.
    static IEnumerable<(JsonObject Item, JsonObject? Other)> Items(JsonNode? list) => (list as JsonArray ?? [])
        .SelectMany(item => item switch
        {
            JsonArray band when band.OfType<JsonObject>().ToList() is [var one, var two] => [(one, two), (two, null)],
            JsonObject one => new (JsonObject, JsonObject?)[] { (one, null) },
            _ => throw new WidgetException("An annotation is neither one object nor a list of two."),
        })
        .Where(item => item.Item1["visible"]?.ToString() != "false");

    string? Fill(JsonObject annotation, params string[] known)
    {
        if (annotation["fill"]?.ToString() is not { } fill || fill == "none" || known.Contains(fill))
            return annotation["fill"]?.ToString() is { } side && side != "none" ? side : null;
        _notes.Add($"An annotation's fill is {fill}; {string.Join(", ", known)} and none are known.");
        return null;
    }

    static double Number(JsonNode? node, string what) =>
        double.TryParse(node?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new WidgetException($"An annotation ({what}) has no number as its value.");

    static long Time(JsonNode? node) => node is not null && WidgetRange.Instant(node.ToString()) is { } time
        ? time.ToUnixTimeSeconds()
        : throw new WidgetException("An annotation (vertical) has no time as its value.");
}
