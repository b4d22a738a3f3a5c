using System.Text.Json.Nodes;
using Emulator.Template;

namespace Web.Dashboards;

/// <summary>Names the options of a metric widget that have no effect here.</summary>
static class WidgetOptions
{
    static readonly string[] Known =
        ["liveData", "metrics", "period", "region", "setPeriodToTimeRange", "stacked", "stat", "title", "view", "yAxis"];

    public static IEnumerable<string> Notes(JsonObject properties)
    {
        foreach (var name in properties.Select(property => property.Key).Except(Known))
            yield return $"The property {name} of this widget is not drawn here.";
        if (properties["setPeriodToTimeRange"]?.ToString() == "true")
            yield return "setPeriodToTimeRange is not drawn here: the values are those of the latest period.";
        var options = (properties["metrics"] as JsonArray ?? []).OfType<JsonArray>().Select(metric => metric.LastOrDefault())
            .OfType<JsonObject>().ToList();
        foreach (var name in options.SelectMany(MetricOptions.Unknown).Distinct())
            yield return $"The option {name} of a metric is not drawn here.";
        foreach (var option in options.Where(option => option["color"] is not null && MetricOptions.ColorOf(option["color"]) is null))
            yield return $"Invalid colour {option["color"]}. Use the form #1f77b4.";
        foreach (var region in options.Append(properties).Select(place => place["region"]?.ToString())
            .Where(region => region is not null and not PseudoParameters.Region).Distinct())
            yield return $"The local stack is in {PseudoParameters.Region}; metrics of {region} are drawn from the same data.";
    }
}
