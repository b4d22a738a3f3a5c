using System.Globalization;
using Emulator.Athena;
using Web.Findings;

namespace Tool.Cli;

/// <summary>The rows of findings as a result.</summary>
static class FindingTable
{
    static readonly ResultColumn[] Columns =
    [
        new("severity", "varchar"), new("finding", "varchar"), new("source", "varchar"), new("destination", "varchar"),
        new("port", "varchar"),
        new("interface_id", "varchar"), new("first_seen", "varchar"), new("last_seen", "varchar"), new("records", "bigint"),
        new("detail", "varchar"), new("muted", "varchar"),
    ];

    static readonly ResultColumn[] NameColumns =
        [new("source_name", "varchar"), new("destination_name", "varchar"), new("interface_name", "varchar")];

    static readonly ResultColumn[] PlaceColumns = [new("source_place", "varchar"), new("destination_place", "varchar")];

    /// <summary>Returns the rows. A table has labels beside addresses; other formats have columns of their own for labels.</summary>
    /// <param name="rows">The rows, each with the reason for its muting.</param>
    /// <param name="labels">The labels of addresses and interfaces.</param>
    /// <param name="hasColumns">Whether labels are columns.</param>
    /// <param name="hasPlaces">Whether the user named databases of places.</param>
    public static QueryResult Of(IEnumerable<(FindingRow Row, string? Muted)> rows, AddressLabels labels, bool hasColumns, bool hasPlaces)
    {
        var hasNames = hasColumns && labels.HasNames;
        hasPlaces &= hasColumns;
        return QueryResult.Of([.. Columns, .. hasNames ? NameColumns : [], .. hasPlaces ? PlaceColumns : []], rows.Select(row =>
        {
            var (source, destination, eni) = (row.Row.Source ?? "", row.Row.Destination ?? "", row.Row.Interface ?? "");
            string?[] names = hasNames ? [labels.NameOf(source), labels.NameOf(destination), labels.NameOf(eni)] : [];
            string?[] places = hasPlaces ? [labels.PlaceOf(source), labels.PlaceOf(destination)] : [];
            return (object?[])[.. Cells(row.Row, row.Muted), .. names, .. places];
        }));
    }

    static object?[] Cells(FindingRow row, string? muted) =>
    [
        row.Finding.Severity.ToString().ToLowerInvariant(), row.Finding.Name, row.Source, row.Destination, row.Port, row.Interface,
        Text(row.FirstSeen), Text(row.LastSeen), row.Records, row.Detail, muted,
    ];

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
