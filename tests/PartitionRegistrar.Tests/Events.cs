namespace PartitionRegistrar.Tests;

/// <summary>Reads the sample events of the repository.</summary>
static class Events
{
    public static string Schedule => Read("schedule");

    public static string BackFill => Read("backfill");

    public static string Discover => Read("discover");

    /// <summary>Returns the scheduled event with another time.</summary>
    public static string ScheduleAt(string time) => Schedule.Replace("2026-11-25T10:05:00Z", time);

    static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", $"{name}.json"));
}
