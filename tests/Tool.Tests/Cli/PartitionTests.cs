using System.Globalization;
using System.Text.Json;
using Emulator.Athena;
using Emulator.Tests.Athena;

namespace Tool.Tests.Cli;

/// <summary>A run of three days of traffic.</summary>
public sealed class ThreeDays : SandboxRun
{
    internal const int Records = 6_000;

    internal static readonly DateTimeOffset Start = new(2028, 2, 28, 0, 0, 0, TimeSpan.Zero);

    internal static IEnumerable<DateTime> Hours => Enumerable.Range(0, 72).Select(hour => Start.UtcDateTime.AddHours(hour));

    internal IReadOnlyList<Partition> Partitions => PartitionsOf(Here);

    internal static IReadOnlyList<Partition> PartitionsOf(Sandbox sandbox) =>
        new GlueCatalog(sandbox.Data, TestTable.Definition).Partitions();

    private protected override async Task<Outcome> RunAsync()
    {
        Here.Write("flows.txt", Line.Some(Records, Start, TimeSpan.FromHours(72)));
        return await Here.RunAsync("run", "flows.txt");
    }
}

/// <summary>Hours as partitions, and the files that queries read.</summary>
public sealed class PartitionTests(ThreeDays days) : IClassFixture<ThreeDays>
{
    [Fact]
    public void Every_hour_of_data_is_registered_at_its_own_location()
    {
        Assert.Equal((0, ""), (days.Run.ExitCode, days.Run.Errors));
        Assert.Equal(72, days.Rows.Select(row => row.Hour).Distinct().Count());
        foreach (var hour in ThreeDays.Hours)
            Assert.Equal(
                $"s3://flow-logs-local/flowlogs/{hour:yyyy/MM/dd/HH}/",
                Assert.Single(days.Partitions, partition =>
                    partition.Name == $"year={hour:yyyy}/month={hour:MM}/day={hour:dd}/hour={hour:HH}").Location);
    }

    [Fact]
    public void Other_registered_hours_are_those_before_and_after_the_run()
    {
        var first = ThreeDays.Start.UtcDateTime.AddHours(-48);
        Assert.Equal(
            Enumerable.Range(0, 48 + 72 + 3)
                .Select(hour => first.AddHours(hour).ToString("'year='yyyy'/month='MM'/day='dd'/hour='HH", CultureInfo.InvariantCulture)),
            days.Partitions.Select(partition => partition.Name));
    }

    [Fact]
    public async Task A_repeated_registration_of_the_last_hour_changes_nothing()
    {
        var file = Directory.EnumerateFiles(days.Here.Data, "partitions", SearchOption.AllDirectories).Single();
        var before = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), File.GetLastWriteTimeUtc(file));
        var sample = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "events", "schedule.json"),
            TestContext.Current.CancellationToken);
        days.Here.Write("schedule.json", sample.Replace("2026-11-25T10:05:00Z", "2028-03-01T23:05:00Z", StringComparison.Ordinal));

        var registration = await InvokeAsync(days.Here, "schedule.json");

        Assert.Equal((51, "2028-02-28T23", "2028-03-02T01"),
            (registration.GetProperty("hours").GetInt32(), Text(registration, "first"), Text(registration, "last")));
        Assert.Equal(before, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), File.GetLastWriteTimeUtc(file)));
    }

    [Fact]
    public async Task A_query_for_one_hour_reads_only_that_hours_files()
    {
        var files = days.Here.ParquetFiles.Count();
        foreach (var hour in ThreeDays.Hours.Where(hour => hour is { Day: 29, Hour: 0 or 12 or 23 }))
        {
            const string columns = "interface_id, srcaddr, \"end\", action";
            var byPartition = await days.Here.RunAsync(
                "query", $"select {columns} from flow_logs where year='{hour:yyyy}' and month='{hour:MM}' and day='{hour:dd}' and "
                + $"hour='{hour:HH}' order by 1, 2, 3", "--output", "csv");
            var byTime = await days.Here.QueryAsync(
                $"select {columns} from flow_logs where \"end\" >= timestamp '{hour:yyyy-MM-dd HH:mm:ss}' and \"end\" < timestamp "
                + $"'{hour.AddHours(1):yyyy-MM-dd HH:mm:ss}' order by 1, 2, 3");

            var ofHour = Directory.EnumerateFiles(Path.Combine(days.Here.Bucket, "flowlogs", $"{hour:yyyy/MM/dd/HH}")).Count();
            Assert.Contains($" {ofHour} of {files} files read", byPartition.Errors, StringComparison.Ordinal);
            Assert.Equal(byTime, byPartition.Output.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries)[1..]);
            Assert.Equal(days.Rows.Count(row => row.Hour == $"{hour:yyyy/MM/dd/HH}"), byTime.Count);
        }
    }

    [Fact]
    public async Task An_unregistered_hour_is_not_visible()
    {
        using var here = new Sandbox();
        here.CopyDataOf(days.Here);

        await here.QueryAsync("alter table flow_logs drop partition (year='2028', month='02', day='29', hour='07')");

        var hidden = days.Rows.Count(row => row.Hour == "2028/02/29/07");
        Assert.NotEqual(0, hidden);
        Assert.Equal([$"{ThreeDays.Records - hidden}"], await here.QueryAsync("select count(*) from flow_logs"));
        Assert.Equal(["0"], await here.QueryAsync(
            "select count(*) from flow_logs where year='2028' and month='02' and day='29' and hour='07'"));
    }

    [Fact]
    public async Task Discovery_registers_exactly_the_hours_with_data()
    {
        using var here = new Sandbox();
        here.CopyDataOf(days.Here);
        await here.QueryAsync("alter table flow_logs drop partition (year='2028')");
        Assert.Equal(["0"], await here.QueryAsync("select count(*) from flow_logs"));
        // Files that no delivery makes are ignored.
        Directory.CreateDirectory(Path.Combine(here.Bucket, "flowlogs", "2028", "02", "30", "00"));
        File.WriteAllText(Path.Combine(here.Bucket, "flowlogs", "2028", "02", "30", "00", "stray"), "");
        here.Write("discover.json", """{"discover":true}""");

        var registration = await InvokeAsync(here, "discover.json");

        Assert.Equal((72, "2028-02-28T00", "2028-03-01T23"),
            (registration.GetProperty("hours").GetInt32(), Text(registration, "first"), Text(registration, "last")));
        Assert.Equal(
            ThreeDays.Hours.Select(hour => $"s3://flow-logs-local/flowlogs/{hour:yyyy/MM/dd/HH}/"), ThreeDays.PartitionsOf(here)
                .Select(partition => partition.Location));
        Assert.Equal([$"{ThreeDays.Records}"], await here.QueryAsync("select count(*) from flow_logs"));
    }

    [Fact]
    public async Task Two_years_are_registered_hour_by_hour()
    {
        using var here = new Sandbox();
        here.Write("backfill.json", """{"from":"2024-01-01T00","to":"2026-01-01T00"}""");

        var registration = await InvokeAsync(here, "backfill.json");

        Assert.Equal(17_545, registration.GetProperty("hours").GetInt32());
        Assert.Equal(registration.GetProperty("statements").GetInt32(), registration.GetProperty("queryExecutionIds").GetArrayLength());
        Assert.False(registration.TryGetProperty("next", out _));
        Assert.Equal(
            Enumerable.Range(0, 17_545).Select(hour => new DateTime(2024, 1, 1).AddHours(hour)
                .ToString("'year='yyyy'/month='MM'/day='dd'/hour='HH", CultureInfo.InvariantCulture)),
            await here.QueryAsync("show partitions flow_logs"));
    }

    [Theory]
    [InlineData("""{"from":"2026-11-25T12","to":"2026-11-01T00"}""", "'from' (2026-11-25T12) is after 'to' (2026-11-01T00)")]
    [InlineData("""{"from":"2020-01-01T00","to":"2025-01-01T01"}""", "longer than 5 years")]
    [InlineData("""{"from":"2026-11-25","to":"2026-11-26T00"}""", "'from' is \"2026-11-25\"")]
    [InlineData("""{"from":"2026-02-30T00","to":"2026-03-01T00"}""", "'from' is \"2026-02-30T00\"")]
    [InlineData("""{"discover":true,"from":"2026-11-25T12","to":"2026-11-25T12"}""", "keys of two kinds of event")]
    [InlineData("""{"from":"2026-11-25T12'); DROP","to":"2026-11-25T12"}""", "it must be an hour of UTC")]
    public async Task An_invalid_event_is_refused_before_any_query(string @event, string error)
    {
        using var here = new Sandbox();
        here.Write("event.json", @event);

        var invocation = await here.RunAsync("invoke", "PartitionRegistrar", "-e", "event.json");

        Assert.Equal((1, ""), (invocation.ExitCode, invocation.Output));
        // The function's log is written at the same time, so that the message need not be the last line.
        Assert.Contains(error, Assert.Single(invocation.ErrorLines, line => line.StartsWith("flowlogs: ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Empty(ThreeDays.PartitionsOf(here));
    }

    static async Task<JsonElement> InvokeAsync(Sandbox here, string @event)
    {
        var invocation = await here.RunAsync("invoke", "PartitionRegistrar", "-e", @event);
        Assert.True(invocation.ExitCode == 0, invocation.Errors);
        return JsonSerializer.Deserialize<JsonElement>(invocation.Output);
    }

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
