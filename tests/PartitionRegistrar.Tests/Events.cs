namespace PartitionRegistrar.Tests;

/// <summary>The sample events that ship with the project.</summary>
static class Events
{
    public static string Schedule => Read("schedule");

    public static string BackFill => Read("backfill");

    public static string Discover => Read("discover");

    /// <summary>The scheduled event, fired at another time.</summary>
    public static string ScheduleAt(string time) => Schedule.Replace("2026-11-25T10:05:00Z", time);

    static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", $"{name}.json"));
}
