using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>The time range of a page.</summary>
/// <param name="From">The first second, UTC.</param>
/// <param name="To">The end, UTC; exclusive.</param>
sealed record TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    const string All = "all";
    const string Expected = "Use 15m, 24h, 7d or all.";

    // The maximum number of points in a chart.
    const int MostBuckets = 120;

    const int Week = 7 * 24 * 3600;

    static readonly int[] BucketSeconds = [1, 5, 10, 30, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 24 * 3600, Week];

    /// <summary>Whether it contains all records, including records without a start.</summary>
    public bool IsAll { get; init; }

    /// <summary>Whether it contains all records but those that start at its end or later.</summary>
    public bool IsAllUntilEnd { get; init; }

    public long Seconds => (long)(To - From).TotalSeconds;

    /// <summary>The length of a bucket in seconds, so that a chart has enough buckets and not too many.</summary>
    public int Bucket => BucketSeconds.FirstOrDefault(bucket =>
        Seconds / bucket <= MostBuckets, (int)(((Seconds / MostBuckets / Week) + 1) * Week));

    /// <summary>
    /// Reads <c>range</c> (<c>15m</c>, <c>24h</c>, <c>7d</c>, <c>all</c>), or <c>from</c> and <c>to</c> as seconds since 1970 or times in
    /// UTC. <c>range=all</c> with <c>to</c> alone is all time until then, as a paused page shows it.
    /// </summary>
    /// <exception cref="FormatException">The range is invalid.</exception>
    public static TimeRange Read(IQueryCollection query, DataSpan? span, TimeSpan usual)
    {
        var (from, to) = (query["from"].ToString(), query["to"].ToString());
        if (from.Length == 0 && to.Length == 0)
            return Last(query["range"].ToString(), span, usual);
        if (from.Length == 0 && query["range"] == All)
            return Last(All, span, usual) is var all && Instant(to) is var end && all.From < end
                ? all with { To = end, IsAll = false, IsAllUntilEnd = true }
                : throw new FormatException($"The time range ends at {to}, before the first record. Use a later end.");
        if (from.Length == 0 || to.Length == 0)
            throw new FormatException("The time range has only one end. Use both from and to.");
        return Instant(from) < Instant(to) ? new TimeRange(Instant(from), Instant(to))
            : throw new FormatException($"The time range ends at {to}, but starts at {from}. Use an earlier start.");
    }

    /// <summary>Parses a range that ends with the newest record.</summary>
    /// <exception cref="FormatException">The range is invalid.</exception>
    public static TimeRange Last(string range, DataSpan? span, TimeSpan usual)
    {
        var newest = CeilingToMinute(span?.Newest ?? DateTimeOffset.UtcNow);
        var length = range.Length == 0 ? usual : Length(range);
        return new TimeRange(length is null ? span?.First ?? newest - usual : newest - length.Value, newest)
        { IsAll = length is null }.FromWholeBucket();
    }

    /// <summary>Reads the length of a range: null for <c>all</c>.</summary>
    /// <exception cref="FormatException">The range is invalid.</exception>
    public static TimeSpan? Length(string range) =>
        range == All ? null
        : range is [.. var digits, 'm' or 'h' or 'd' or 'w']
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 10_000
            ? TimeSpan.FromMinutes((long)count * range[^1] switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, _ => 7 * 24 * 60 })
        : throw new FormatException($"Invalid time range '{Filters.FilterText.Short(range)}'. {Expected}");

    /// <summary>Parses seconds since 1970, or a time such as <c>2026-11-01T08:30</c>, which is UTC unless it has an offset.</summary>
    public static bool TryReadInstant(string text, out DateTimeOffset time)
    {
        time = default;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return text.Contains('-', StringComparison.Ordinal)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
        if (seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    // A partly visible bucket would look like a time of little traffic.
    TimeRange FromWholeBucket() => this with { From = DateTimeOffset.FromUnixTimeSeconds(From.ToUnixTimeSeconds() / Bucket * Bucket) };

    static DateTimeOffset Instant(string text) => TryReadInstant(text, out var time)
        ? time
        : throw new FormatException($"Invalid time '{Filters.FilterText.Short(text)}'. Use seconds since 1970 or a time such as "
        + $"2026-11-01T08:30.");

    static DateTimeOffset CeilingToMinute(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds((time.ToUnixTimeSeconds() / 60 * 60) + 60);
}
