using Emulator.Athena;

namespace Web.Findings;

/// <summary>Runs findings over the stored records.</summary>
public static class FindingRun
{
    /// <summary>Returns the rows of one finding in a range of time.</summary>
    /// <exception cref="AthenaException">The query failed.</exception>
    public static IReadOnlyList<FindingRow> Execute(AthenaEngine engine, Finding finding, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation)
    {
        using var result = engine.Query(finding.Query.For(from, to), cancellation);
        var rows = new List<FindingRow>();
        while (result.Read())
            rows.Add(FindingRow.Of(finding, result.Columns, result.Row));
        return rows;
    }
}
