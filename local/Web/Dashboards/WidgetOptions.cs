using System.Text.Json.Nodes;
using Emulator.Template;

namespace Web.Dashboards;

/// <summary>What a metric widget has that makes no difference here, or is not known: the reader is told, and nothing is passed over in silence.</summary>
static class WidgetOptions
{
    static readonly string[] Known =
    [
        "annotations", "end", "legend", "liveData", "metrics", "period", "setPeriodToTimeRange", "singleValueFullPrecision", "sparkline", "stacked", "start",
        "stat", "table", "title", "view", "yAxis",
        // Told of below.
        "accountId", "region", "timezone",
    ];

    public static IEnumerable<string> Notes(JsonObject properties)
    {
        foreach (var name in properties.Select(property => property.Key).Except(Known))
            yield return $"The property {name} of this widget makes no difference here.";
        var options = (properties["metrics"] as JsonArray ?? []).OfType<JsonArray>().Select(metric => metric.LastOrDefault()).OfType<JsonObject>().ToList();
        foreach (var name in options.SelectMany(MetricOptions.Unknown).Distinct())
            yield return $"The option {name} of a metric makes no difference here.";
        foreach (var option in options.Where(option => option["color"] is not null && MetricOptions.ColorOf(option["color"]) is null))
            yield return $"The colour {option["color"]} is none of the form #1f77b4.";
        foreach (var region in options.Append(properties).Select(place => place["region"]?.ToString()).Where(region => region is not null and not PseudoParameters.Region).Distinct())
            yield return $"The local stack is in {PseudoParameters.Region}; what asks for {region} is drawn from the same metrics.";
        foreach (var account in options.Append(properties).Select(place => place["accountId"]?.ToString()).Where(account => account is not null and not PseudoParameters.AccountId).Distinct())
            yield return $"The local stack has one account; what asks for {account} is drawn from the same metrics.";
        if (properties["timezone"]?.ToString() is { } zone and not ("Z" or "UTC" or "+0000" or "+00:00"))
            yield return $"Times are UTC here, and not {zone}.";
    }
}
