using System.Globalization;

namespace PartitionRegistrar;

/// <summary>One hour in UTC: a partition of the table, and the prefix that Firehose uses during the hour.</summary>
/// <remarks>
/// Hours are counted from the year 1 and not built from a local calendar, so year ends, leap days and daylight saving make no gap and no
/// duplicate. Firehose evaluates its prefix in UTC. Source: "Understand custom prefixes for Amazon S3 objects", Amazon Data Firehose
/// Developer Guide.
/// </remarks>
public readonly record struct PartitionHour : IComparable<PartitionHour>
{
    const string TextFormat = "yyyy-MM-ddTHH";
    const string PrefixFormat = "yyyy/MM/dd/HH/";

    /// <summary>Hours since the start of the year 1.</summary>
    readonly int _hours;

    PartitionHour(long hours) => _hours = (int)hours;

    /// <summary>The start of the hour.</summary>
    public DateTime Start => new(_hours * TimeSpan.TicksPerHour, DateTimeKind.Utc);

    /// <summary>The year in four digits.</summary>
    public string Year => Format("yyyy");

    /// <summary>The month in two digits.</summary>
    public string Month => Format("MM");

    /// <summary>The day of the month in two digits.</summary>
    public string Day => Format("dd");

    /// <summary>The hour of the day in two digits, 00 to 23.</summary>
    public string Hour => Format("HH");

    /// <summary>The part of S3 keys after the table's own prefix: <c>2026/11/25/10/</c>.</summary>
    public string Prefix => Format(PrefixFormat);

    /// <summary>The last hour of the year 9999.</summary>
    public static PartitionHour Last { get; } = Of(DateTimeOffset.MaxValue);

    /// <summary>Returns the hour of a time.</summary>
    public static PartitionHour Of(DateTimeOffset moment) => new(moment.UtcTicks / TimeSpan.TicksPerHour);

    /// <summary>Parses <c>2026-11-25T10</c>, and no other form.</summary>
    public static bool TryParse(string? text, out PartitionHour hour) => TryParse(text, TextFormat, out hour);

    /// <summary>Parses <c>2026/11/25/10/</c>, and no other form.</summary>
    public static bool TryParsePrefix(string? prefix, out PartitionHour hour) => TryParse(prefix, PrefixFormat, out hour);

    /// <summary>Returns every hour from the first to the last, both included; none if the last is before the first.</summary>
    public static IEnumerable<PartitionHour> Range(PartitionHour first, PartitionHour last)
    {
        for (var hour = first._hours; hour <= last._hours; hour++)
            yield return new(hour);
    }

    /// <summary>Returns the hour that is this many hours later, or earlier if the number is negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The result is outside the years 1 to 9999.</exception>
    public PartitionHour AddHours(int hours) => Of(new DateTimeOffset(Start).AddHours(hours));

    /// <summary>Returns the number of hours from another hour to this one.</summary>
    public int HoursSince(PartitionHour other) => _hours - other._hours;

    public int CompareTo(PartitionHour other) => _hours.CompareTo(other._hours);

    public static bool operator <(PartitionHour left, PartitionHour right) => left._hours < right._hours;

    public static bool operator >(PartitionHour left, PartitionHour right) => left._hours > right._hours;

    public static bool operator <=(PartitionHour left, PartitionHour right) => left._hours <= right._hours;

    public static bool operator >=(PartitionHour left, PartitionHour right) => left._hours >= right._hours;

    /// <summary>Returns the hour as in events and logs: <c>2026-11-25T10</c>.</summary>
    public override string ToString() => Format(TextFormat);

    string Format(string format) => Start.ToString(format, CultureInfo.InvariantCulture);

    static bool TryParse(string? text, string format, out PartitionHour hour)
    {
        var read = DateTime.TryParseExact(
            text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start);
        hour = read ? Of(start) : default;
        return read;
    }
}
