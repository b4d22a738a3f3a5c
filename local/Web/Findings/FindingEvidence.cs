using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Web.Findings;

/// <summary>
/// The filter that selects the records behind a finding's row: words such as <c>src:{source}</c> or <c>proto:6</c>, with the row's columns
/// in braces. Besides them there are <c>{source/24}</c>, the source's network, and <c>{hour}</c>, the end of the hour of the first record.
/// </summary>
/// <param name="name">The finding's name, for errors.</param>
/// <param name="text">The words, separated by spaces.</param>
public sealed partial class FindingEvidence(string name, string text)
{
    /// <summary>Returns the filters of the page Records for one row.</summary>
    /// <param name="row">The row.</param>
    public IReadOnlyList<(string Name, string Value)> For(FindingRow row) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Filter(word, row)).OfType<(string, string)>()];

    /// <summary>Returns the query of the page Records for one row: its filters, and the time from first to last seen.</summary>
    /// <param name="row">The row.</param>
    /// <param name="end">The end of the range that the finding looked at.</param>
    public string QueryFor(FindingRow row, DateTimeOffset end)
    {
        // A record begins before it ends, and the range does not include its end.
        var to = row.LastSeen.AddSeconds(1) < end ? row.LastSeen.AddSeconds(1) : end;
        IEnumerable<(string Name, string Value)> time = [("from", Seconds(row.FirstSeen)), ("to", Seconds(to))];
        return string.Join('&', time.Concat(For(row)).Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value)}"));
    }

    // A column without a value needs no condition.
    (string Name, string Value)? Filter(string word, FindingRow row)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
            throw new FormatException($"Finding {name}: the evidence '{word}' is not a filter. Write FIELD:VALUE.");
        var isMissing = false;
        var value = Column.Replace(word[(colon + 1)..], match =>
        {
            var found = ValueOf(match.Groups[1].Value, row);
            isMissing |= found is null;
            return found ?? "";
        });
        return isMissing ? null : (word[..colon], value);
    }

    string? ValueOf(string column, FindingRow row) => column switch
    {
        "source" => Exact(row.Source),
        "destination" => Exact(row.Destination),
        "port" => Exact(row.Port),
        "interface_id" => Exact(row.Interface),
        "first_seen" => Time(row.FirstSeen),
        "last_seen" => Time(row.LastSeen),
        "hour" => Time(row.FirstSeen.AddTicks(TimeSpan.TicksPerHour - (row.FirstSeen.Ticks % TimeSpan.TicksPerHour))),
        "source/24" => row.Source is { } source ? $"{source[..(source.LastIndexOf('.') + 1)]}0/24" : null,
        "internal" => FindingQuery.InternalNetworks,
        _ when row.Measures.FirstOrDefault(measure => measure.Name == column) is { Name: not null } measure => measure.Value,
        _ => throw new FormatException($"Finding {name}: the evidence has the unknown column {{{column}}}."),
    };

    // Only a value in quotes is taken as it is, whatever it holds; most need none.
    static string? Exact(string? value) => value is null ? null
        : Plain.IsMatch(value) || (IPAddress.TryParse(value, out var address) && address.ToString() == value) ? value
        : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{([a-z0-9_/]+)\}")]
    private static partial Regex Column { get; }

    [GeneratedRegex("^(?:eni-[0-9a-z]+|[0-9]{1,5})$")]
    private static partial Regex Plain { get; }
}
