using CsCheck;
using FlowLogs;

namespace PartitionRegistrar.Tests;

public sealed class PartitionHourTests
{
    static readonly Gen<PartitionHour> Hours =
        Gen.DateTime[new DateTime(1970, 1, 1), new DateTime(9990, 1, 1)].Select(time =>
            PartitionHour.Of(new DateTimeOffset(time, TimeSpan.Zero)));

    [Fact]
    public void An_hour_is_parsed_as_it_is_written() => Hours.Sample(hour =>
        PartitionHour.TryParse(hour.ToString(), out var read) && read == hour
        && PartitionHour.TryParsePrefix(hour.Prefix, out read) && read == hour);

    [Fact]
    public void The_distance_between_hours_is_the_number_of_hours_added() =>
        Gen.Select(Hours, Gen.Int[-50_000, 50_000]).Sample((hour, hours) => hour.AddHours(hours).HoursSince(hour) == hours
            && hour.AddHours(hours).Start - hour.Start == TimeSpan.FromHours(hours));

    [Fact]
    public void A_time_falls_into_one_hour_whatever_its_offset() =>
        Gen.Select(Hours, Gen.Int[0, 3_599_999], Gen.Int[-14 * 4, 14 * 4]).Sample(
        (hour, milliseconds, quarters) => PartitionHour.Of(
            new DateTimeOffset(hour.Start.AddMilliseconds(milliseconds)).ToOffset(TimeSpan.FromMinutes(15 * quarters))) == hour);

    [Fact]
    public void Hours_are_consecutive_through_year_ends_and_leap_days()
    {
        var hours = PartitionHour.Range(Parse("2023-12-31T00"), Parse("2028-12-31T23")).ToList();

        Assert.Equal(((5 * 365) + 2 + 1) * 24, hours.Count);
        Assert.Equal(hours.Count, hours.Select(hour => hour.Prefix).Distinct().Count());
        Assert.Contains(Parse("2024-02-29T23"), hours);
        Assert.Equal(hours.Order(), hours);
        Assert.Equal(hours.Select(hour => hour.Prefix).Order(StringComparer.Ordinal), hours.Select(hour => hour.Prefix));
    }

    [Fact]
    public void A_range_that_ends_before_it_starts_is_empty() =>
        Assert.Empty(PartitionHour.Range(Parse("2026-11-25T10"), Parse("2026-11-25T09")));

    [Fact]
    public void The_parts_of_an_hour_are_padded_like_the_partition_keys()
    {
        var hour = Parse("2026-02-03T04");

        Assert.Equal(("2026", "02", "03", "04"), (hour.Year, hour.Month, hour.Day, hour.Hour));
        Assert.Equal("2026/02/03/04/", hour.Prefix);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-01")]
    [InlineData("2026-11-01T24")]
    [InlineData("2026-02-29T00")]
    [InlineData("2026-11-01T00:00")]
    [InlineData("2026-11-01T00Z")]
    [InlineData("2026-11-01 00")]
    [InlineData(" 2026-11-01T00")]
    [InlineData("2026-11-01T0")]
    [InlineData("26-11-01T00")]
    [InlineData("2026-11-01t00")]
    public void Other_text_is_not_an_hour(string? text) => Assert.False(PartitionHour.TryParse(text, out _));

    static PartitionHour Parse(string text) => PartitionHour.TryParse(text, out var hour) ? hour : throw new FormatException(text);
}
