using System.Globalization;
using System.Text.Json.Nodes;
using Emulator.Template;

namespace Web.Dashboards;

/// <summary>An alarm of the template, as widgets speak of it: by its ARN.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Limit">Null where it has none that is fixed.</param>
/// <param name="Condition">When it is raised, in words.</param>
/// <param name="Metric">What it watches, as an item of a widget's <c>metrics</c>; null for an expression.</param>
sealed record TemplateAlarm(string Title, double? Limit, string Condition, JsonArray? Metric)
{
    static readonly Dictionary<string, string> Signs = new()
    {
        ["GreaterThanOrEqualToThreshold"] = "≥",
        ["GreaterThanThreshold"] = ">",
        ["LessThanThreshold"] = "<",
        ["LessThanOrEqualToThreshold"] = "≤",
    };

    /// <summary>Null where the template has none of this ARN or name.</summary>
    public static TemplateAlarm? Find(string arn, StackTemplate template)
    {
        var found = template.FindByReference(arn) ?? template.FindByReference(arn.Split(":alarm:")[^1]);
        return found is { Type: "AWS::CloudWatch::Alarm" } alarm ? Of(alarm) : null;
    }

    static TemplateAlarm Of(TemplateResource alarm)
    {
        var properties = alarm.Properties;
        double? threshold = double.TryParse(properties["Threshold"]?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        var statistic = (properties["Statistic"] ?? properties["ExtendedStatistic"])?.ToString() ?? "Average";
        var metric = properties["MetricName"]?.ToString();
        var sign = Signs.GetValueOrDefault(properties["ComparisonOperator"]?.ToString() ?? "", "outside");
        var condition = threshold is null || metric is null
            ? "an expression, or a band that CloudWatch learns"
            : string.Create(CultureInfo.InvariantCulture, $"{statistic} of {metric} {sign} {threshold:#,0.##} in {properties["Period"]} seconds, {properties["EvaluationPeriods"] ?? 1} times");
        return new TemplateAlarm(properties["AlarmName"]?.ToString() ?? alarm.LogicalId, threshold, condition, metric is null ? null :
        [
            properties["Namespace"]?.ToString(), metric,
            .. (properties["Dimensions"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(dimension => new JsonNode?[] { dimension["Name"]?.ToString(), dimension["Value"]?.ToString() }),
            new JsonObject { ["stat"] = statistic, ["period"] = properties["Period"]?.ToString() ?? "300" },
        ]);
    }
}
