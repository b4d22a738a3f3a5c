using System.Globalization;
using System.Text;
using Tool.Traffic;

namespace Tool.Tests.Traffic;

public sealed class IncidentTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => new(TrafficGenerator.IncidentNames);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_incident_is_in_the_traffic_as_the_generator_reports(string name)
    {
        var (text, incidents) = Generate(20_000, 24, name);

        var incident = Assert.Single(incidents);
        Assert.Equal(name, incident.Name);
        var of = text.Where(record => Matches(record, incident)).ToList();
        Assert.True(of.Count >= Math.Min(8, incident.Records), $"{incident}: {of.Count} records");
        Assert.All(text, record => Assert.InRange(long.Parse(record[11], CultureInfo.InvariantCulture), Start.ToUnixTimeSeconds(),
            Start.AddHours(24).ToUnixTimeSeconds() - 1));
        var ends = text.Select(record => long.Parse(record[11], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(ends.Order(), ends);
        if (name == "missing-records")
            Assert.DoesNotContain(ends, end => end >= incident.First.ToUnixTimeSeconds() && end < incident.Last.ToUnixTimeSeconds() - 60);
    }

    [Fact]
    public void Planted_records_are_part_of_the_requested_number()
    {
        var (text, incidents) = Generate(30_000, 48, [.. TrafficGenerator.IncidentNames]);
        Assert.Equal(30_000, text.Count);
        Assert.Equal(TrafficGenerator.IncidentNames, incidents.Select(incident => incident.Name));
        Assert.All(incidents, incident => Assert.InRange(incident.First, Start.AddHours(24).AddMinutes(-1), Start.AddHours(48)));
    }

    [Fact]
    public void Another_seed_plants_another_incident() => Assert.NotEqual(
        Generate(20_000, 24, 1, "beaconing").Incidents, Generate(20_000, 24, 2, "beaconing").Incidents);

    [Theory]
    [InlineData(100, 24, "These incidents have")]
    [InlineData(20_000, 23, "Incidents need 24 hours, but the traffic has 23. Use more --hours.")]
    public void Too_little_room_for_incidents_is_an_error(long records, int hours, string message) => Assert.StartsWith(
        message, Assert.Throws<FormatException>(() => Generate(records, hours, "slow-scan")).Message, StringComparison.Ordinal);

    static bool Matches(string[] record, Incident incident) =>
        (incident.Source is null || record[3] == incident.Source || record[4] == incident.Source)
        && (incident.Destination is null || record[3] == incident.Destination || record[4] == incident.Destination)
        && (incident.Port is null || record[5] == incident.Port || record[6] == incident.Port)
        && (incident.Interface is null || record[2] == incident.Interface);

    static (List<string[]> Text, IReadOnlyList<Incident> Incidents) Generate(long records, int hours, params string[] names) =>
        Generate(records, hours, 7, names);

    static (List<string[]> Text, IReadOnlyList<Incident> Incidents) Generate(long records, int hours, ulong seed, params string[] names)
    {
        using var output = new MemoryStream();
        var incidents = TrafficGenerator.Write(output, new TrafficOptions(records, seed, Start, hours) { Incidents = names },
            TestContext.Current.CancellationToken);
        return ([.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))], incidents);
    }
}
