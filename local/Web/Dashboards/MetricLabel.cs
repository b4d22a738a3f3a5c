namespace Web.Dashboards;

/// <summary>Names the lines of a chart.</summary>
static class MetricLabel
{
    /// <summary>Gives each line a name without the parts that all lines share.</summary>
    public static void Give(IReadOnlyList<MetricLine> lines)
    {
        var nameTells = lines.Select(line => line.MetricName).Distinct().Count() > 1;
        var dimensionsThatTell = lines.SelectMany(line => line.Dimensions).Select(dimension => dimension.Key).Distinct()
            .Where(key => lines.Select(line => ValueOf(line, key)).Distinct().Count() > 1)
            .ToHashSet();
        foreach (var line in lines)
        {
            var values = line.Dimensions.Where(dimension => dimensionsThatTell.Contains(dimension.Key))
                .Select(dimension => dimension.Value);
            line.DefaultLabel = string.Join(' ', nameTells || dimensionsThatTell.Count == 0 ? values.Prepend(line.MetricName) : values);
        }
    }

    static string? ValueOf(MetricLine line, string dimension) => line.Dimensions.FirstOrDefault(pair => pair.Key == dimension).Value;
}
