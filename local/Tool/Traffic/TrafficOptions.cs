namespace Tool.Traffic;

/// <summary>The options of <see cref="TrafficGenerator"/>. The same options give the same bytes on every machine and runtime.</summary>
/// <param name="Records">The number of lines; 0 or more.</param>
/// <param name="Seed">Determines the traffic; the network is always the same.</param>
/// <param name="Start">Records begin and end at or after this second.</param>
/// <param name="Hours">Records end before <paramref name="Start"/> plus this many hours; 1 or more.</param>
public sealed record TrafficOptions(long Records, ulong Seed, DateTimeOffset Start, int Hours)
{
    /// <summary>
    /// The kinds of incident to plant in the last 24 hours, by the names of <see cref="TrafficGenerator.IncidentNames"/>.
    /// </summary>
    public IReadOnlyList<string> Incidents { get; init; } = [];
}
