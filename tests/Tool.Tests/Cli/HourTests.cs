using System.Globalization;

namespace Tool.Tests.Cli;

/// <summary>A run in a time zone with daylight saving, over the hours at which calendars change.</summary>
public sealed class HourRun : SandboxRun
{
    internal static readonly IReadOnlyDictionary<string, string> NewYork = new Dictionary<string, string> { ["TZ"] = "America/New_York" };

    internal static readonly DateTime[] Turns =
    [
        Utc("2026-03-08T07:00:00"), // Daylight saving begins in New York.
        Utc("2026-11-01T06:00:00"), // Daylight saving ends in New York.
        Utc("2026-10-25T01:00:00"), // Daylight saving ends in Berlin.
        Utc("2027-01-01T00:00:00"),
        Utc("2028-02-29T00:00:00"),
        Utc("2028-03-01T00:00:00"),
        Utc("2026-03-01T00:00:00"),
    ];

    private protected override async Task<Outcome> RunAsync()
    {
        // For each change: every second around it, and each half hour of the neighbouring hours.
        var offsets = Enumerable.Range(-3, 6).Select(second => TimeSpan.FromSeconds(second))
            .Concat(Enumerable.Range(-6, 13).Select(half => TimeSpan.FromMinutes(30 * half)));
        var ends = Turns.SelectMany(_ => offsets, (turn, offset) => new DateTimeOffset(turn + offset).ToUnixTimeSeconds()).ToList();
        Here.Write("flows.txt", ends.Select((end, i) => new Line { End = end, Source = $"10.0.{i / 250}.{i % 250}" }));
        return await Here.RunAsync(null, NewYork, "run", "flows.txt");
    }

    static DateTime Utc(string time) => DateTime.SpecifyKind(DateTime.Parse(time, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}

public sealed class HourTests(HourRun hours) : IClassFixture<HourRun>
{
    [Fact]
    public void Every_row_is_in_the_UTC_hour_of_its_end()
    {
        Assert.Equal(0, hours.Run.ExitCode);
        Assert.Equal(HourRun.Turns.Length * 19, hours.Rows.Count);
        Assert.All(hours.Rows, row => Assert.Equal(row.HourOfEnd, row.Hour));
    }

    [Fact]
    public void The_hours_around_a_change_exist_once()
    {
        var stored = hours.Rows.Select(row => row.Hour).ToHashSet();

        var expected = HourRun.Turns.SelectMany(_ =>
            Enumerable.Range(-3, 7), (turn, offset) => turn.AddHours(offset).ToString("yyyy/MM/dd/HH", CultureInfo.InvariantCulture));
        Assert.Equal(expected.Distinct().Order(), stored.Order());
    }

    [Fact]
    public async Task A_query_in_that_time_zone_finds_each_record_by_its_hour()
    {
        var query = await hours.Here.RunAsync(null, HourRun.NewYork, "query", """
            select count(*), count_if(hour = date_format("end", '%H') and day = date_format("end", '%d') and month = date_format("end", '%m') and year = date_format("end", '%Y'))
            from flow_logs
            """, "--output", "csv");

        Assert.True(query.ExitCode == 0, query.Errors);
        Assert.Equal($"{hours.Rows.Count},{hours.Rows.Count}", query.Output.Split('\n')[1].Trim());
    }

    [Fact]
    public async Task Partitions_around_a_change_have_no_gap_and_no_duplicate()
    {
        var partitions = await hours.Here.QueryAsync("show partitions flow_logs");

        Assert.Equal(partitions.Count, partitions.Distinct().Count());
        foreach (var turn in HourRun.Turns)
            for (var offset = -3; offset <= 4; offset++)
                Assert.Contains(turn.AddHours(offset).ToString("'year='yyyy'/month='MM'/day='dd'/hour='HH", CultureInfo.InvariantCulture),
                    partitions);
    }
}
