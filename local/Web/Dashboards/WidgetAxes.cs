using System.Globalization;
using System.Text.Json.Nodes;

namespace Web.Dashboards;

/// <summary>The vertical axes of a widget: <c>{"left": {"min", "max", "label"}, "right": ...}</c>.</summary>
static class WidgetAxes
{
    /// <exception cref="WidgetException">An end is not a number.</exception>
    public static JsonObject Read(JsonObject? axes)
    {
        var read = new JsonObject();
        foreach (var side in new[] { "left", "right" })
        {
            if (axes?[side] is not JsonObject axis)
                continue;
            read[side] = new JsonObject
            {
                ["min"] = End(axis, "min"),
                ["max"] = End(axis, "max"),
                ["label"] = axis["label"]?.ToString(),
            };
        }

        return read;
    }

    static double? End(JsonObject axis, string name) => axis[name] is not { } node ? null
        : double.TryParse(node.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number
        : throw new WidgetException($"The axis's {name} '{node}' is not a number.");
}
