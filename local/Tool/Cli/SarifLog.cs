using System.Globalization;
using System.Text.Json;
using Web.Findings;

namespace Tool.Cli;

/// <summary>Writes findings as a log of SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format").</summary>
static class SarifLog
{
    /// <summary>The name of the output format.</summary>
    public const string Format = "sarif";

    /// <param name="output">The stream.</param>
    /// <param name="findings">The findings that ran: the log's rules.</param>
    /// <param name="rows">Their rows, each with the reason why it is muted or null.</param>
    /// <param name="end">The end of the range that they looked at.</param>
    /// <param name="labels">The labels of addresses, for the messages.</param>
    public static void Write(Stream output, IReadOnlyList<Finding> findings, IEnumerable<(FindingRow Row, string? Muted)> rows,
        DateTimeOffset end, AddressLabels labels) => JsonSerializer.Serialize(
        output,
        new Dictionary<string, object>
        {
            ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new[]
            {
                new
                {
                    tool = new { driver = new { name = "flowlogs", rules = findings.Select(Rule) } },
                    results = rows.Select(row => Result(row.Row, row.Muted, end, labels)),
                },
            },
        });

    static object Rule(Finding finding) => new
    {
        id = finding.Name,
        shortDescription = new { text = finding.Title },
        fullDescription = new { text = finding.Meaning },
        help = new { text = $"{finding.Action} Known false positives: {finding.FalsePositives}" },
        defaultConfiguration = new { level = Level(finding) },
        properties = new { tags = finding.Technique is { } technique ? [technique] : Array.Empty<string>() },
    };

    static object Result(FindingRow row, string? muted, DateTimeOffset end, AddressLabels labels) => new
    {
        ruleId = row.Finding.Name,
        level = Level(row.Finding),
        message = new { text = Message(row, labels) },
        locations = Places(row).Select(place => new { logicalLocations = new[] { new { name = place, kind = "resource" } } }),
        occurrenceCount = Math.Max(1, row.Records),
        suppressions = muted is null ? [] : new[] { new { kind = "external", justification = muted } },
        properties = new
        {
            firstSeen = Time(row.FirstSeen),
            lastSeen = Time(row.LastSeen),
            records = row.Records,
            evidence = $"/records?{row.Finding.Evidence.QueryFor(row, end)}",
        },
    };

    static string Message(FindingRow row, AddressLabels labels) =>
        $"{row.Finding.Title}: {string.Join(" to ", Places(row).Select(place => Named(place, labels)).DefaultIfEmpty("all interfaces"))}"
        + $"{(row.Port is { } port ? $" port {port}" : "")}, {Time(row.FirstSeen)} to {Time(row.LastSeen)}"
        + $"{(row.Detail.Length > 0 ? $", {row.Detail}" : "")}.";

    static string Named(string place, AddressLabels labels) =>
        labels.Of(place) is { } text ? $"{place} ({text})" : place;

    static IEnumerable<string> Places(FindingRow row) =>
        new[] { row.Source, row.Destination, row.Source is null && row.Destination is null ? row.Interface : null }.OfType<string>();

    static string Level(Finding finding) => finding.Severity switch
    {
        FindingSeverity.High => "error",
        FindingSeverity.Medium => "warning",
        _ => "note",
    };

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
