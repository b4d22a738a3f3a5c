namespace Tool.Traffic;

/// <summary>An incident in generated traffic.</summary>
/// <param name="Name">The name of the finding that must find it.</param>
/// <param name="Text">A description in one phrase.</param>
/// <param name="Source">The source address of the incident, or null.</param>
/// <param name="Destination">The target address, or null for many or none.</param>
/// <param name="Port">The destination port, or null for many or none.</param>
/// <param name="Interface">The affected network interface, or null.</param>
/// <param name="First">The start of the first record of the incident, UTC.</param>
/// <param name="Last">The end of its last record, UTC.</param>
/// <param name="Records">The number of its records.</param>
public sealed record Incident(
    string Name,
    string Text,
    string? Source,
    string? Destination,
    string? Port,
    string? Interface,
    DateTimeOffset First,
    DateTimeOffset Last,
    int Records)
{
    /// <summary>
    /// One line: <c>beaconing: 10.0.2.121 calls 198.51.100.214 port 443 every 300 seconds; 2026-11-24T00:02 to 2026-11-24T23:57 UTC, 1,148
    /// records</c>.
    /// </summary>
    public override string ToString() =>
        $"{Name}: {Text}; {First.UtcDateTime:yyyy-MM-ddTHH:mm} to {Last.UtcDateTime:yyyy-MM-ddTHH:mm} UTC, {Records:N0} records";
}
