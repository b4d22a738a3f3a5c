using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>The records that a page is about, as its address says: <c>?addr=10.0.1.5&amp;port=443</c>.</summary>
sealed record FlowFilter
{
    const int LongestValue = 20_000;

    // Which conditions there are; a record without the field does not meet it.
    static readonly (string Name, Func<string, string> Condition)[] Conditions =
    [
        ("addr", value => $"(srcaddr = {SqlText.Of(value)} OR dstaddr = {SqlText.Of(value)})"),
        ("src", value => $"srcaddr = {SqlText.Of(value)}"),
        ("dst", value => $"dstaddr = {SqlText.Of(value)}"),
        ("srcport", value => $"srcport = {SqlText.Of(value)}"),
        ("port", value => $"dstport = {SqlText.Of(value)}"),
        ("proto", value => $"protocol = {Number(value)}"),
        ("eni", value => $"interface_id = {SqlText.Of(value)}"),
        ("action", value => $"action = {SqlText.Of(value)}"),
    ];

    /// <summary>All records.</summary>
    public static FlowFilter None { get; } = new() { Sql = [], Terms = [] };

    /// <summary>SQL that a record meets; empty where all do.</summary>
    public required IReadOnlyList<string> Sql { get; init; }

    /// <summary>The same as names and values.</summary>
    public required IReadOnlyList<(string Name, string Value)> Terms { get; init; }

    /// <exception cref="FormatException">A value can be no condition.</exception>
    public static FlowFilter Read(IQueryCollection query)
    {
        var terms = (from condition in Conditions
                     from value in query[condition.Name]
                     where value.Length > 0
                     select (condition.Name, Value: Checked(condition.Name, value), condition.Condition)).ToList();
        return new FlowFilter { Sql = [.. terms.Select(term => term.Condition(term.Value))], Terms = [.. terms.Select(term => (term.Name, term.Value))] };
    }

    /// <summary>A WHERE clause for the records of a time.</summary>
    /// <param name="range">When they began; null for all.</param>
    /// <param name="more">Further conditions.</param>
    public string Where(TimeRange? range, params IEnumerable<string> more)
    {
        IEnumerable<string> time = range is null ? [] :
        [
            // Nothing arrives before it begins: files of earlier hours stay shut.
            $"year || month || day || hour >= '{range.From.UtcDateTime:yyyyMMddHH}'",
            $"start >= {SqlText.Of(range.From)} AND start < {SqlText.Of(range.To)}",
        ];
        var conditions = time.Concat(Sql).Concat(more).ToList();
        return conditions.Count == 0 ? "" : $"WHERE {string.Join("\n  AND ", conditions)}\n";
    }

    static string Checked(string name, string value) =>
        value.Length <= LongestValue && !value.Any(char.IsControl)
            ? value
            : throw new FormatException($"The filter {name} has a value that is too long or has control characters.");

    static string Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : throw new FormatException($"The filter proto is a protocol's number, such as 6 for TCP, and not '{value}'.");
}
