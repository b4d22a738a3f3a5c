using System.Text.Json.Nodes;

namespace Web.Dashboards;

/// <summary>
/// Reads the <c>metrics</c> of a widget. In an item, "." repeats the entry of the item above, and "..." all remaining entries.
/// </summary>
static class MetricArray
{
    /// <returns>Namespace, metric name, and name and value of each dimension; empty for an expression. And the options.</returns>
    /// <exception cref="WidgetException">An item is invalid.</exception>
    public static IEnumerable<(IReadOnlyList<string> Parts, JsonObject Options)> Expand(JsonArray metrics)
    {
        List<string> above = [];
        foreach (var metric in metrics)
        {
            if (metric is not JsonArray items)
                throw new WidgetException("An item of 'metrics' is not a list.");
            var options = items.LastOrDefault() as JsonObject ?? [];
            if (options["expression"] is not null)
            {
                yield return ([], options);
                continue;
            }

            var parts = new List<string>();
            foreach (var item in items.Where(item => item is not JsonObject).Select(item => item?.ToString() ?? ""))
            {
                if (item == "...")
                    parts.AddRange(above.Skip(parts.Count)
                        .Take(above.Count - parts.Count - (
                        items.Count(i => i is not JsonObject) - 1 - items.TakeWhile(i => i?.ToString() != "...").Count())));
                else
                    parts.Add(item == "." && parts.Count < above.Count ? above[parts.Count] : item);
            }

            if (parts.Count < 2 || parts.Count % 2 != 0)
                throw new WidgetException($"An item of 'metrics' does not name a metric: {items.ToJsonString()}");
            above = parts;
            yield return (parts, options);
        }
    }
}
