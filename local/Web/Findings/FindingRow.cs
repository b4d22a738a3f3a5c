using System.Globalization;
using System.Numerics;
using Emulator.Athena;

namespace Web.Findings;

/// <summary>One row that a finding's query returned.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Source">The source address, or null.</param>
/// <param name="Destination">The destination address, or null for many or none.</param>
/// <param name="Port">The destination port, or null for many or none.</param>
/// <param name="Interface">The network interface, or null for many or none.</param>
/// <param name="FirstSeen">The start of the row's first record, UTC.</param>
/// <param name="LastSeen">The end of the row's last record, UTC.</param>
/// <param name="Records">The number of the row's records.</param>
/// <param name="Measures">The finding's own measures by name.</param>
public sealed record FindingRow(
    Finding Finding,
    string? Source,
    string? Destination,
    string? Port,
    string? Interface,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    long Records,
    IReadOnlyList<(string Name, string? Value)> Measures)
{
    /// <summary>Returns the measures as text: <c>destinations 11, ports 3</c>.</summary>
    public string Detail => string.Join(", ", Measures.Select(measure => $"{measure.Name.Replace('_', ' ')} {measure.Value}"));

    /// <summary>Reads a row of the finding's query.</summary>
    public static FindingRow Of(Finding finding, IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?> row)
    {
        return new FindingRow(
            finding,
            (string?)row[0],
            (string?)row[1],
            (string?)row[2],
            (string?)row[3],
            Time(row[4]),
            Time(row[5]),
            row[6] is BigInteger sum ? (long)sum : Convert.ToInt64(row[6], CultureInfo.InvariantCulture),
            [.. columns.Skip(Finding.Columns.Count).Select((column, i) => (column.Name, ResultText.Of(row[Finding.Columns.Count + i])))]);
    }

    static DateTimeOffset Time(object? value) => new((DateTime)value!, TimeSpan.Zero);
}
