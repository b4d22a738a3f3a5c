using FlowLogs;

namespace PartitionRegistrar.Tests;

public sealed class RetentionTests
{
    static readonly PartitionHour Now = PartitionHour.Of(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Nothing_expires_without_a_retention()
    {
        Assert.Empty(Retention.ToDrop(Keeping(0), Now));
        Assert.Equal(51, Retention.Keep(Keeping(0), Now, new Schedule(Now).Hours(48)).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(3650)]
    public void An_hour_is_dropped_a_day_after_its_last_record_expires(int days)
    {
        var youngest = Retention.ToDrop(Keeping(days), Now).Max();

        Assert.Equal(Now.Start, youngest.AddHours(1).Start.AddDays(days + 1));
    }

    [Fact]
    public void A_run_never_drops_an_hour_that_it_registers()
    {
        for (var days = 1; days < 40; days++)
        {
            var kept = Retention.Keep(Keeping(days), Now, new Schedule(Now).Hours(31 * 24));
            Assert.Empty(kept.Intersect(Retention.ToDrop(Keeping(days), Now)));
        }
    }

    [Fact]
    public void Five_years_of_expired_hours_are_dropped_within_132_runs()
    {
        var settings = Keeping(30);
        var dropped = PartitionHour.Range(Now, Now.AddHours(131)).SelectMany(now => Retention.ToDrop(settings, now)).ToHashSet();

        var expired = PartitionHour.Range(Now.AddHours(-(5 * 366 * 24)), Now.AddHours(-(31 * 24) - 1));
        Assert.Empty(expired.Except(dropped));
    }

    [Fact]
    public void A_run_drops_at_most_four_weeks() => Assert.Equal(28 * 24, Retention.ToDrop(Keeping(365), Now).Distinct().Count());

    static RegistrarSettings Keeping(int days) =>
        new() { DatabaseName = "d", TableName = "t", WorkGroupName = "w", BucketName = "bucket", RetentionDays = days };
}
