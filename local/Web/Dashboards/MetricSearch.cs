using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using FlowLogs.Local.CloudWatch;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>
/// <c>SEARCH('{Namespace,Dimension,...} MetricName="..." Dimension="..."', 'Statistic', period)</c>: the metrics that have exactly these
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

    /// <summary>Seconds; null where the search leaves it to the widget.</summary>
    public int? Period { get; }

    /// <exception cref="WidgetException">It is a search, but one that cannot be read.</exception>
    public static bool TryParse(string expression, [NotNullWhen(true)] out MetricSearch? search)
    {
        search = null;
        if (Call().Match(expression) is not { Success: true } call)
            return false;
        var query = call.Groups["query"].Value;
        string[] schema = [];
        if (Schema().Match(query) is { Success: true } braces)
        {
            schema = [.. SchemaName().Matches(braces.Groups["names"].Value).Select(name => name.Groups["quoted"].Success ? name.Groups["quoted"].Value : name.Value.Trim())];
            query = query[braces.Length..];
        }

        var terms = new SearchTerms([.. Token().Matches(query).Select(token => token.Value)]).Parse();
        var period = call.Groups["period"];
        search = new MetricSearch(
            schema, terms, MetricStatistic.Parse(call.Groups["stat"].Value), period.Success ? int.Parse(period.Value, CultureInfo.InvariantCulture) : null);
        return true;
    }

    public bool Matches(MetricSeries series) =>
        (_schema.Length == 0 || (series.Namespace == _schema[0] && series.Dimensions.Keys.ToHashSet().SetEquals(_schema.Skip(1)))) && _terms(series);

    [GeneratedRegex(@"^\s*SEARCH\(\s*'(?<query>[^']*)'\s*,\s*'(?<stat>[^']*)'\s*(?:,\s*(?<period>[0-9]{1,6})\s*)?\)\s*$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*\{(?<names>[^}]*)\}")]
    private static partial Regex Schema();

    [GeneratedRegex("""\s*"(?<quoted>[^"]*)"\s*|[^,"]+""")]
    private static partial Regex SchemaName();

    [GeneratedRegex("""[()]|(?:"[^"]*"|[^\s()="])+=\s*(?:"[^"]*"|[^\s()"]+|(?=\())|"[^"]*"|[^\s()"]+""")]
    private static partial Regex Token();
}
