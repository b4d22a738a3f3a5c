using System.Globalization;
using System.Text;
using Tool.Traffic;
using Web.Findings;

namespace Tool.Tests.Findings;

/// <summary>
/// Each finding finds its planted incident, and little in traffic without incidents. <c>tests/long/findings</c> measures more seeds of more
/// records and writes the table of docs/findings-accuracy.md.
/// </summary>
public sealed class AccuracyTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    static readonly int Seeds = Figures.Setting("FLOWLOGS_SEEDS", 1);

    static readonly int Records = Figures.Setting("FLOWLOGS_RECORDS", 40_000);

    [Fact]
    public void Each_incident_is_found_and_quiet_traffic_has_no_high_finding()
    {
        var scores = Finding.All.ToDictionary(finding => finding.Name, _ => new Score());
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (planted, incidents) = TrafficTable.Generate(Options(seed, [.. TrafficGenerator.IncidentNames]));
            using (planted)
                Judge(planted.Find(Start, Start.AddDays(1)), incidents, scores);
            var (quiet, _) = TrafficTable.Generate(Options(seed, []));
            using (quiet)
                JudgeQuiet(quiet.Find(Start, Start.AddDays(1)), scores, seed);
        }

        if (Environment.GetEnvironmentVariable("FLOWLOGS_ACCURACY_TABLE") is { Length: > 0 } file)
            File.WriteAllText(file, Table(scores));
        Assert.All(scores, score => Assert.True(score.Value.Found == Seeds,
            $"{score.Key} found {score.Value.Found} of {Seeds} incidents; missed: {string.Join("; ", score.Value.Missed)}"));
        Figures.Tell($"Findings: {Seeds} seeds of {Records} records, each of {scores.Count} incidents found");
    }

    [Fact]
    public void Findings_that_run_together_have_the_rows_of_each_alone()
    {
        var (traffic, _) = TrafficTable.Generate(Options(1, [.. TrafficGenerator.IncidentNames]));
        using (traffic)
        {
            var alone = Finding.All.SelectMany(finding => traffic.Find(Start, Start.AddDays(1), finding.Name));
            Assert.Equal(alone.Select(Values), traffic.Find(Start, Start.AddDays(1)).Select(Values));
        }

        static string Values(FindingRow row) => string.Join(' ',
            row.Finding.Name, row.Source, row.Destination, row.Port, row.Interface, row.FirstSeen, row.LastSeen, row.Records, row.Detail);
    }

    [Fact]
    public void Rejected_records_and_uncommon_ports_and_protocols_are_few() => Assert.Equal(
        ["action = 'REJECT'", "dstport = '53'", "log_status = 'SKIPDATA'", "protocol IN (1, 58)"],
        new[] { "slow-scan", "dns-tunnel", "skipped-records", "icmp-tunnel" }
            .Select(name => Finding.All.Single(finding => finding.Name == name).Query.FewConditions.Single()));

    static TrafficOptions Options(int seed, IReadOnlyList<string> incidents) =>
        new(Records, (ulong)seed, Start, 24) { Incidents = incidents };

    static void Judge(IReadOnlyList<FindingRow> rows, IReadOnlyList<Incident> incidents, Dictionary<string, Score> scores)
    {
        foreach (var incident in incidents)
        {
            var score = scores[incident.Name];
            if (rows.Any(row => row.Finding.Name == incident.Name && Finds(row, incident)))
                score.Found++;
            else
                score.Missed.Add(incident.ToString());
        }

        foreach (var row in rows)
        {
            scores[row.Finding.Name].Rows++;
            scores[row.Finding.Name].Right += incidents.Any(incident => IsAbout(row, incident)) ? 1 : 0;
        }
    }

    static void JudgeQuiet(IReadOnlyList<FindingRow> rows, Dictionary<string, Score> scores, int seed)
    {
        foreach (var row in rows)
            scores[row.Finding.Name].QuietRows++;
        Assert.True(rows.All(row => row.Finding.Severity != FindingSeverity.High),
            $"seed {seed}: {string.Join("; ", rows.Where(row => row.Finding.Severity == FindingSeverity.High))}");
        Assert.InRange(rows.Count(row => row.Finding.Severity == FindingSeverity.Medium), 0, 2);
    }

    // The row has the source, destination and time of the incident, as far as they are known.
    static bool Finds(FindingRow row, Incident incident) =>
        (incident.Source is null || row.Source == incident.Source)
        && (incident.Destination is null || row.Destination == incident.Destination)
        && (incident.Port is null || row.Port is null || row.Port == incident.Port)
        && (incident.Interface is null || row.Interface == incident.Interface)
        && Overlap(row, incident);

    // One attack can cause several findings, and NAT changes its source.
    static bool IsAbout(FindingRow row, Incident incident) => Overlap(row, incident)
        && (Same(row.Source, incident.Source) || Same(row.Interface, incident.Interface)
            || (Same(row.Destination, incident.Destination) && !incident.Destination!.StartsWith("10.", StringComparison.Ordinal))
            || (incident is { Source: null, Interface: null } && row.Finding.Name == incident.Name));

    static bool Same(string? one, string? other) => one is not null && one == other;

    static bool Overlap(FindingRow row, Incident incident) =>
        row.FirstSeen <= incident.Last.AddMinutes(1) && row.LastSeen >= incident.First.AddMinutes(-1);

    static string Table(Dictionary<string, Score> scores)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Accuracy of the findings

            Measured on {Seeds} seeds of 24 hours of generated traffic, {Records:N0} records each, once with every incident planted and once without any.
            `tests/long/findings` measures again and writes this page.

            * Recall is the share of planted incidents that their finding found.
            * Precision is the share of the finding's rows that are about a planted incident.
            * The last column is the number of rows a day in traffic without incidents. Its scanners are rejected, as on the internet.

            | finding | severity | recall | precision | rows a day without incidents |
            |---|---|---|---|---|

            """);
        foreach (var finding in Finding.All)
        {
            var score = scores[finding.Name];
            text.Append(CultureInfo.InvariantCulture,
                $"| {finding.Name} | {finding.Severity.ToString().ToLowerInvariant()} | {(double)score.Found / Seeds:0.00} ");
            text.Append(CultureInfo.InvariantCulture,
                $"| {(score.Rows == 0 ? 1 : (double)score.Right / score.Rows):0.00} | {(double)score.QuietRows / Seeds:0.##} |\n");
        }

        return text.ToString();
    }

    sealed class Score
    {
        public int Found { get; set; }

        public List<string> Missed { get; } = [];

        public int Rows { get; set; }

        public int Right { get; set; }

        public int QuietRows { get; set; }
    }
}
