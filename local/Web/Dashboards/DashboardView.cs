using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Template;
using Web.Filters;

namespace Web.Dashboards;

/// <summary>
/// The template's dashboard, with what its widgets show ("Dashboard body structure and syntax", Amazon CloudWatch API Reference).
/// </summary>
sealed class DashboardView(StackView stack)
{
    const string Type = "AWS::CloudWatch::Dashboard";

    // CloudWatch's default time range of a dashboard without a start.
    static readonly TimeSpan UsualLength = TimeSpan.FromHours(3);

    /// <summary>Returns the length of the dashboard's <c>start</c>, such as <c>-PT24H</c>.</summary>
    public static TimeSpan LengthOf(StackTemplate template) =>
        Body(template)?["start"]?.ToString() is { } start && LengthOf(start) is { } length ? length : UsualLength;

    /// <summary>Returns the length of a relative start; null for any other.</summary>
    static TimeSpan? LengthOf(string start)
    {
        if (start is not ['-', .. var duration])
            return null;
        try
        {
            return System.Xml.XmlConvert.ToTimeSpan(duration) is { Ticks: > 0 } length ? length : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Draws every widget; a widget that cannot be drawn has the reason.</summary>
    public async Task<JsonObject> DrawAsync(TimeRange range, FlowFilter filter)
    {
        var template = stack.Template;
        if (Body(template) is not { } body)
            return new JsonObject { ["name"] = null, ["widgets"] = new JsonArray(), ["note"] = $"The template has no {Type}." };
        var widgets = new JsonArray();
        var period = body["periodOverride"]?.ToString() == "auto" ? AutomaticPeriod(range) : (int?)null;
        foreach (var (index, widget) in (body["widgets"] as JsonArray ?? []).Index())
            widgets.Add((JsonNode)Placed(widget as JsonObject ?? [], index,
                await DrawAsync(widget as JsonObject ?? [], range, filter, period)));
        return new JsonObject
        {
            ["name"] = template.ResourcesOfType(Type).First().Properties["DashboardName"]?.ToString(),
            ["widgets"] = widgets
        };
    }

    /// <summary>
    /// Returns the period of all graphs where the dashboard's <c>periodOverride</c> is <c>auto</c>: it follows from the time range, in
    /// place of each graph's own. AWS does not document the steps; these are the periods that the console offers.
    /// </summary>
    public static int AutomaticPeriod(TimeRange range)
    {
        const int mostPoints = 300;
        int[] periods = [60, 300, 900, 3600, 21_600, 86_400];
        return periods.FirstOrDefault(period => range.Seconds / period <= mostPoints, periods[^1]);
    }

    async Task<JsonObject> DrawAsync(JsonObject widget, TimeRange range, FlowFilter filter, int? period)
    {
        var properties = widget["properties"] as JsonObject ?? [];
        if (period is { } seconds && widget["type"]?.ToString() == "metric")
            properties = WithPeriod(properties, seconds);
        try
        {
            return widget["type"]?.ToString() switch
            {
                "metric" => stack.ReadMetrics(all => new MetricWidget(properties, range, all).Draw()),
                "log" => await LogWidget.DrawAsync(properties, stack, range, filter),
                var other => NotDrawn($"Widgets of type '{other}' are not drawn here. Use metric or log."),
            };
        }
        catch (Exception exception) when (
            exception is WidgetException or Emulator.Athena.AthenaException or IOException or InvalidOperationException
                or FormatException or JsonException)
        {
            return NotDrawn(exception.Message);
        }
    }

    static JsonObject WithPeriod(JsonObject properties, int seconds)
    {
        var changed = (JsonObject)properties.DeepClone();
        changed["period"] = seconds;
        foreach (var options in (changed["metrics"] as JsonArray ?? []).OfType<JsonArray>()
            .SelectMany(metric => metric.OfType<JsonObject>()))
            options.Remove("period");
        return changed;
    }

    static JsonObject NotDrawn(string note) => new() { ["drawn"] = "none", ["notes"] = new JsonArray(note) };

    // Widgets without a place follow each other in the width that CloudWatch gives them.
    static JsonObject Placed(JsonObject widget, int index, JsonObject drawn)
    {
        drawn["x"] = Place("x", 0, 23, 0);
        drawn["y"] = Place("y", 0, 10_000, index * 6);
        drawn["width"] = Place("width", 1, 24, 6);
        drawn["height"] = Place("height", 1, 1000, 6);
        drawn["title"] = (widget["properties"] as JsonObject)?["title"]?.ToString() ?? "";
        return drawn;

        int Place(string name, int least, int most, int absent) =>
            int.TryParse(widget[name]?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                ? Math.Clamp(number, least, most) : absent;
    }

    static JsonObject? Body(StackTemplate template)
    {
        if (template.ResourcesOfType(Type).FirstOrDefault() is not { } dashboard)
            return null;
        var body = dashboard.Properties["DashboardBody"];
        try
        {
            return body as JsonObject ?? JsonNode.Parse(body?.ToString() ?? "") as JsonObject;
        }
        catch (JsonException exception)
        {
            throw new TemplateException(template.File, dashboard.Line,
                $"DashboardBody of {dashboard.LogicalId} is not JSON: {exception.Message}");
        }
    }
}
