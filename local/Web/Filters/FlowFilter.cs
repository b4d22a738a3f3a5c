using Microsoft.AspNetCore.Http;

namespace Web.Filters;

/// <summary>
/// The records that a page shows, as its address says: <c>?src=10.0.0.0/8&amp;port=22,23&amp;port=!443</c>. Values of one field are
/// alternatives, several fields must all match, and an exclamation mark excludes.
/// </summary>
sealed record FlowFilter
{
    const int LongestValue = 20_000;

    // Other names in the address of a page.
    static readonly HashSet<string> OtherParameters =
        ["range", "from", "to", "tz", "live", "sort", "dir", "limit", "offset", "columns", "format", "measure", "hide", "sql", "text",
        "field", "prefix", "open"];

    /// <summary>Matches all records.</summary>
    public static FlowFilter None { get; } = new() { Sql = [] };

    /// <summary>The SQL conditions; empty if all records match.</summary>
    public required IReadOnlyList<string> Sql { get; init; }

    /// <summary>Reads the filters of an address.</summary>
    /// <exception cref="FormatException">A filter is unknown, or its value is invalid.</exception>
    public static FlowFilter Read(IQueryCollection query, FilterFields fields) => Of(
        query.Where(parameter => !OtherParameters.Contains(parameter.Key))
            .SelectMany(parameter => parameter.Value.Where(value => value?.Length > 0).Select(value => (parameter.Key, value!))),
        fields);

    /// <summary>Parses filters as users type them.</summary>
    /// <exception cref="FormatException">A filter is unknown, or its value is invalid.</exception>
    public static FlowFilter Parse(string text, FilterFields fields) => Of(FilterText.Split(text, fields), fields);

    /// <summary>Builds the filter of names and values.</summary>
    /// <exception cref="FormatException">A filter is unknown, or its value is invalid.</exception>
    public static FlowFilter Of(IEnumerable<(string Name, string Value)> filters, FilterFields fields)
    {
        var terms = filters.Select(filter => Term(fields.Get(filter.Name), filter.Value, fields)).ToList();
        var alternatives = terms.Where(term => !term.StandsAlone).GroupBy(term => term.Field)
            .Select(field => field.Count() == 1 ? field.Single().Sql : $"({string.Join(" OR ", field.Select(term => term.Sql))})");
        return new FlowFilter { Sql = [.. alternatives, .. terms.Where(term => term.StandsAlone).Select(term => term.Sql)] };
    }

    /// <summary>Returns a WHERE clause for the records of a time.</summary>
    /// <param name="range">The time of the records' start; null for all.</param>
    /// <param name="more">Further conditions.</param>
    public string Where(TimeRange? range, params IEnumerable<string> more)
    {
        IEnumerable<string> time = range is null or { IsAll: true } ? []
            : range.IsAllUntilEnd ? [$"(start < {SqlText.Of(range.To)} OR start IS NULL)"] :
        [
            // No record arrives before it begins, so files of earlier hours need not be opened.
            $"year || month || day || hour >= '{range.From.UtcDateTime:yyyyMMddHH}'",
            $"start >= {SqlText.Of(range.From)} AND start < {SqlText.Of(range.To)}",
        ];
        var conditions = time.Concat(Sql).Concat(more).ToList();
        return conditions.Count == 0 ? "" : $"WHERE {string.Join("\n  AND ", conditions)}\n";
    }

    static (FilterField Field, string Sql, bool StandsAlone) Term(FilterField field, string value, FilterFields fields)
    {
        if (value.Length > LongestValue)
            throw new FormatException($"The value of {field.Name} has {value.Length} characters. Use at most {LongestValue}.");
        var isExcluded = value[0] == '!';
        var text = isExcluded ? value[1..] : value;
        var conditions = FilterText.Alternatives(text)
            .SelectMany(one => field.Columns.Select(column => FilterValue.Condition(field, column, one.Text, one.IsExact, fields)))
            .Distinct().ToList();
        var any = conditions.Count == 1 ? conditions[0] : $"({string.Join(" OR ", conditions)})";
        // Excluding a value must not exclude records without a value.
        return (field, isExcluded ? $"NOT coalesce({any}, false)" : any, isExcluded || FilterValue.IsComparison(text));
    }
}
