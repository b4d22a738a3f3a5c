using System.Globalization;
using System.Text.Json.Nodes;

namespace Web.Dashboards;

/// <summary>The time that a dashboard, or a widget of it, asks for: <c>start</c>, <c>-PT24H</c> or a time, and <c>end</c>.</summary>
static class WidgetRange
{
    /// <summary>The widget's own time, or the page's.</summary>
    /// <exception cref="WidgetException">It asks for none that there is.</exception>
    public static TimeRange Of(JsonObject properties, TimeRange page)
    {
        if (properties["start"]?.ToString() is not { } start)
            return page;
        var to = properties["end"] is { } end ? Instant(end.ToString()) ?? throw new WidgetException($"The widget's end '{end}' is no time.") : page.To;
        var from = Before(start) is { } length ? to - length : Instant(start) ?? throw new WidgetException($"The widget's start '{start}' is neither a time nor a length such as -PT3H.");
        return from < to ? new TimeRange(from, to) : throw new WidgetException("The widget's time ends before it begins.");
    }

    /// <summary>The length of a relative start; null for another.</summary>
    public static TimeSpan? Before(string start)
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

    public static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
