using System.Globalization;
using System.Text.RegularExpressions;

namespace Web.Dashboards;

/// <summary>What a line is called ("Using dynamic labels", Amazon CloudWatch User Guide).</summary>
static partial class MetricLabel
{
    /// <summary>Gives lines what tells them apart: parts of the name that are the same for all are left out.</summary>
    public static void Give(IReadOnlyList<MetricLine> lines)
    {
        var nameTells = lines.Select(line => line.MetricName).Distinct().Count() > 1;
        var dimensionsThatTell = lines.SelectMany(line => line.Dimensions).Select(dimension => dimension.Key).Distinct()
            .Where(key => lines.Select(line => ValueOf(line, key)).Distinct().Count() > 1)
            .ToHashSet();
        foreach (var line in lines)
        {
            var values = line.Dimensions.Where(dimension => dimensionsThatTell.Contains(dimension.Key)).Select(dimension => dimension.Value);
            line.DefaultLabel = string.Join(' ', nameTells || dimensionsThatTell.Count == 0 ? values.Prepend(line.MetricName) : values);
        }
    }

    public static bool IsDynamic(string label) => Placeholder().IsMatch(label);

    /// <summary>Fills <c>${LAST}</c>, <c>${PROP('Dim.Protocol')}</c> and the like.</summary>
    /// <param name="label">The label.</param>
    /// <param name="usual">What <c>${LABEL}</c> stands for.</param>
    /// <param name="metric">The metric whose properties count; null for an expression over several.</param>
    /// <param name="points">Its values.</param>
    public static string Fill(string label, string usual, MetricLine? metric, IReadOnlyList<MetricPoint> points) => Placeholder().Replace(label, match =>
    {
        var name = match.Groups["name"].Value;
        if (name == "PROP")
            return metric is null ? "" : Property(metric, match.Groups["argument"].Value) ?? match.Value;
        if (name == "LABEL")
            return usual;
        if (name == "DATAPOINT_COUNT")
            return Number(points.Count);
        if (points.Count == 0)
            return "-";
        var (least, most) = (points.MinBy(point => point.Value)!, points.MaxBy(point => point.Value)!);
        return name switch
        {
            "FIRST" => Number(points[0].Value),
            "LAST" => Number(points[^1].Value),
            "MIN" => Number(least.Value),
            "MAX" => Number(most.Value),
            "AVG" => Number(points.Average(point => point.Value)),
            "SUM" => Number(points.Sum(point => point.Value)),
            "FIRST_TIME" => Time(points[0]),
            "LAST_TIME" => Time(points[^1]),
            "MIN_TIME" => Time(least),
            "MAX_TIME" => Time(most),
            "FIRST_LAST_RANGE" => $"{Number(points[0].Value)} - {Number(points[^1].Value)}",
            "MIN_MAX_RANGE" => $"{Number(least.Value)} - {Number(most.Value)}",
            "FIRST_LAST_TIME_RANGE" => $"{Time(points[0])} - {Time(points[^1])}",
            "MIN_MAX_TIME_RANGE" => $"{Time(least)} - {Time(most)}",
            _ => match.Value,
        };
    });

    static string? Property(MetricLine line, string name) => name switch
    {
        "MetricName" => line.MetricName,
        "Namespace" => line.Namespace,
        "Stat" => line.Statistic.Name,
        "Period" => line.Period.ToString(CultureInfo.InvariantCulture),
        "Region" => Emulator.Template.PseudoParameters.Region,
        "AccountId" or "AccountLabel" => Emulator.Template.PseudoParameters.AccountId,
        _ when name.StartsWith("Dim.", StringComparison.Ordinal) => ValueOf(line, name[4..]),
        _ => null,
    };

    static string? ValueOf(MetricLine line, string dimension) => line.Dimensions.FirstOrDefault(pair => pair.Key == dimension).Value;

    static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    static string Time(MetricPoint point) => DateTimeOffset.FromUnixTimeSeconds(point.Time).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(?:\('(?<argument>[^']*)'\))?\}")]
    private static partial Regex Placeholder();
}
