using FlowLogs;

namespace PartitionRegistrar.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("2026-11-25T10", "2026-11-25T12", 5)]
    [InlineData("9999-12-31T22", "9999-12-31T23", 4)]
    [InlineData("9999-12-31T23", "9999-12-31T23", 3)]
    public void The_next_hours_end_at_the_end_of_the_calendar(string now, string last, int count)
    {
        Assert.True(PartitionHour.TryParse(now, out var hour));

        var hours = new Schedule(hour).Hours(lookback: 2).ToList();

        Assert.Equal((count, last), (hours.Count, hours[^1].ToString()));
    }
}
