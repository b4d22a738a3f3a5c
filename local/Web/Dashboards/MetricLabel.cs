using System.Globalization;
using System.Text.RegularExpressions;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>What a line is called ("Using dynamic labels", Amazon CloudWatch User Guide).</summary>
static partial class MetricLabel
{
    /// <summary>Gives lines that have no label what tells them apart: parts of the name that are the same for all are left out.</summary>
    public static void Give(IReadOnlyList<MetricLine> lines)
    {
        var nameTells = lines.Select(line => line.MetricName).Distinct().Count() > 1;
        var dimensionsThatTell = lines.SelectMany(line => line.Dimensions).Select(dimension => dimension.Key).Distinct()
            .Where(key => lines.Select(line => ValueOf(line, key)).Distinct().Count() > 1)
            .ToHashSet();
        foreach (var line in lines)
        {
            if (line.Label is not null)
                continue;
            var values = line.Dimensions.Where(dimension => dimensionsThatTell.Contains(dimension.Key)).Select(dimension => dimension.Value);
            line.Label = string.Join(' ', nameTells || dimensionsThatTell.Count == 0 ? values.Prepend(line.MetricName) : values);
        }
    }

    /// <summary>Fills <c>${LAST}</c>, <c>${PROP('Dim.Protocol')}</c> and the like.</summary>
    public static string Fill(string label, MetricLine line, IReadOnlyList<MetricPoint> points) => Placeholder().Replace(label, match => match.Groups["name"].Value switch
    {
        "PROP" => Property(line, match.Groups["argument"].Value) ?? match.Value,
        "LABEL" => line.MetricName,
        _ when points.Count == 0 => "-",
        "FIRST" => Number(points[0].Value),
        "LAST" => Number(points[^1].Value),
        "MIN" => Number(points.Min(point => point.Value)),
        "MAX" => Number(points.Max(point => point.Value)),
        "AVG" => Number(points.Average(point => point.Value)),
        "SUM" => Number(points.Sum(point => point.Value)),
        _ => match.Value,
    });

    static string? Property(MetricLine line, string name) => name switch
    {
        "MetricName" => line.MetricName,
        "Namespace" => line.Namespace,
        "Stat" => line.Statistic.Name,
        "Period" => line.Period.ToString(CultureInfo.InvariantCulture),
        _ when name.StartsWith("Dim.", StringComparison.Ordinal) => ValueOf(line, name[4..]),
        _ => null,
    };

    static string? ValueOf(MetricLine line, string dimension) => line.Dimensions.FirstOrDefault(pair => pair.Key == dimension).Value;

    static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\{(?<name>[A-Z]+)(?:\('(?<argument>[^']*)'\))?\}")]
    private static partial Regex Placeholder();
}
