using System.IO.Enumeration;
using Emulator.CloudWatch;

namespace Web.Filters;

/// <summary>
/// A filter of metrics, written like one of records. Its fields are what a metric has: its name, its namespace and its dimensions.
/// </summary>
sealed class MetricFilter
{
    const string None = "none";

    static readonly FilterField Metric = new("metric", FilterKind.Text, ["metric"], "The metric's name") { Aliases = ["name"] };
    static readonly FilterField Namespace = new("namespace", FilterKind.Text, ["namespace"], "The metric's namespace");

    readonly List<(FilterField Field, bool IsExcluded, IReadOnlyList<(string Text, bool IsExact)> Values)> _terms = [];

    MetricFilter()
    {
    }

    /// <summary>Reads a filter as people type it.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="all">The metrics, whose dimensions are fields.</param>
    /// <exception cref="FormatException">A field is unknown, or has no value.</exception>
    public static MetricFilter Parse(string text, IEnumerable<MetricSeries> all)
    {
        var dimensions = all.SelectMany(series => series.Dimensions.Keys).Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .Select(name => new FilterField(name, FilterKind.Text, [name], "A dimension")
            {
                Aliases = name.Equals("Protocol", StringComparison.OrdinalIgnoreCase) ? ["proto"] : [],
            });
        var fields = new FilterFields([Metric, Namespace, .. dimensions]);
        var filter = new MetricFilter();
        foreach (var (name, value) in FilterText.Split(text, fields))
        {
            var isExcluded = value[0] == '!';
            filter._terms.Add((fields.Get(name), isExcluded, FilterText.Alternatives(isExcluded ? value[1..] : value)));
        }
        return filter;
    }

    /// <summary>Whether a metric matches: values of one field are alternatives, and all fields and exclusions must match.</summary>
    public bool Matches(MetricSeries series) =>
        _terms.Where(term => !term.IsExcluded).GroupBy(term => term.Field)
            .All(terms => terms.Any(term => Matches(series, term.Field, term.Values)))
        && !_terms.Exists(term => term.IsExcluded && Matches(series, term.Field, term.Values));

    static bool Matches(MetricSeries series, FilterField field, IReadOnlyList<(string Text, bool IsExact)> values)
    {
        var value = field == Metric ? series.MetricName
            : field == Namespace ? series.Namespace
            : series.Dimensions.FirstOrDefault(dimension => field.IsCalled(dimension.Key)).Value;
        return values.Any(wanted =>
            !wanted.IsExact && wanted.Text.Equals(None, StringComparison.OrdinalIgnoreCase) ? value is null
            : value is not null && (wanted.IsExact ? value == wanted.Text : IsLike(field, value, wanted.Text)));
    }

    // A protocol may have its number.
    static bool IsLike(FilterField field, string value, string pattern) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), value)
        || field.IsCalled("proto") && FilterValue.ProtocolOf(pattern) is { } protocol && protocol == FilterValue.ProtocolOf(value);
}
