using System.Text.RegularExpressions;
using Emulator.CloudWatch;

namespace Web.Dashboards;

/// <summary>
/// The <c>'{Namespace,Dimension,...} MetricName="..." Dimension="..."'</c> of a <c>SEARCH</c>: the metrics that have exactly these
/// dimensions and meet the terms, which AND, OR, NOT and parentheses combine ("CloudWatch search expression syntax"). In double quotes a
/// value is matched whole, without them in part.
/// </summary>
sealed partial class MetricSearch
{
    readonly string[] _schema;
    readonly Func<MetricSeries, bool> _terms;

    MetricSearch(string[] schema, Func<MetricSeries, bool> terms, MetricStatistic statistic, int? period) =>
        (_schema, _terms, Statistic, Period) = (schema, terms, statistic, period);

    public MetricStatistic Statistic { get; }

    /// <summary>Seconds; null if the widget sets the period.</summary>
    public int? Period { get; }

    /// <summary>Returns null for an expression that is not a search.</summary>
    /// <exception cref="WidgetException">The search cannot be read.</exception>
    public static MetricSearch? Parse(string expression)
    {
        if (Call().Match(expression) is not { Success: true } call)
            return null;
        var query = call.Groups["query"].Value;
        int? period = call.Groups["period"].Success
            ? int.Parse(call.Groups["period"].Value, System.Globalization.CultureInfo.InvariantCulture) : null;
        string[] schema = [];
        if (Schema().Match(query) is { Success: true } braces)
        {
            schema = [.. SchemaName().Matches(braces.Groups["names"].Value)
                .Select(name => name.Groups["quoted"].Success ? name.Groups["quoted"].Value : name.Value.Trim())];
            query = query[braces.Length..];
        }

        var terms = new SearchTerms([.. Token().Matches(query).Select(token => token.Value)]).Parse();
        if (period is <= 0)
            throw new WidgetException($"Invalid period {period}. Use at least 1 second.");
        return new MetricSearch(schema, terms, MetricStatistic.Parse(call.Groups["statistic"].Value), period);
    }

    public bool Matches(MetricSeries series) =>
        (_schema.Length == 0 || (series.Namespace == _schema[0] && series.Dimensions.Keys.ToHashSet().SetEquals(_schema.Skip(1))))
            && _terms(series);

    [GeneratedRegex(@"^\s*SEARCH\s*\(\s*'(?<query>[^']*)'\s*,\s*'(?<statistic>[^']*)'\s*(?:,\s*(?<period>\d{1,9})\s*)?\)\s*$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*\{(?<names>[^}]*)\}")]
    private static partial Regex Schema();

    [GeneratedRegex("""\s*"(?<quoted>[^"]*)"\s*|[^,"]+""")]
    private static partial Regex SchemaName();

    [GeneratedRegex("""[()]|(?:"[^"]*"|[^\s()="])+=\s*(?:"[^"]*"|[^\s()"]+|(?=\())|"[^"]*"|[^\s()"]+""")]
    private static partial Regex Token();
}
