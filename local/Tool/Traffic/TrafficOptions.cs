namespace Tool.Traffic;

/// <summary>What <see cref="TrafficGenerator"/> writes. The same options give the same bytes on every machine and runtime.</summary>
/// <param name="Records">Lines to write; 0 or more.</param>
/// <param name="Seed">Chooses the traffic; the network it flows through is always the same.</param>
/// <param name="Start">Records begin and end at or after this second.</param>
/// <param name="Hours">Records end before <paramref name="Start"/> plus this many hours; 1 or more.</param>
public sealed record TrafficOptions(long Records, ulong Seed, DateTimeOffset Start, int Hours)
{
    /// <summary>
    /// The kinds of incident to plant in the last 24 hours, by the names of <see cref="TrafficGenerator.IncidentNames"/>.
    /// </summary>
    public IReadOnlyList<string> Incidents { get; init; } = [];
}
