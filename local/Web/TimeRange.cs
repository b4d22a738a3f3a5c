using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>The time that a page shows.</summary>
/// <param name="From">Its begin, UTC.</param>
/// <param name="To">Its end, UTC; not part of it.</param>
sealed record TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    const string All = "all";

    // More points than a chart of this size shows apart.
    const int MostBuckets = 120;

    static readonly int[] BucketSeconds = [60, 300, 900, 3600, 3 * 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600];

    public long Seconds => (long)(To - From).TotalSeconds;

    /// <summary>The seconds of a bucket, so that a chart has enough of them and not too many.</summary>
    public int Bucket => BucketSeconds.FirstOrDefault(bucket => Seconds / bucket <= MostBuckets, BucketSeconds[^1]);

    /// <summary>Reads <c>range</c> (<c>1h</c>, <c>24h</c>, <c>7d</c>, <c>all</c>), or <c>from</c> and <c>to</c> in seconds since 1970.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeRange Read(IQueryCollection query, DataSpan? span, TimeSpan usual)
    {
        if (query["from"].ToString() is { Length: > 0 } from && query["to"].ToString() is { Length: > 0 } to)
            return Instant(from) < Instant(to) ? new TimeRange(Instant(from), Instant(to)) : throw new FormatException("The time range ends before it begins.");
        return Last(query["range"].ToString(), span, usual);
    }

    /// <summary>Reads a range that ends with the newest record.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeRange Last(string range, DataSpan? span, TimeSpan usual)
    {
        var newest = CeilingToMinute(span?.Newest ?? DateTimeOffset.UtcNow);
        if (range == All)
            return new TimeRange(span?.First ?? newest - usual, newest).FromWholeBucket();
        var length = range.Length == 0 ? usual : Length(range) ?? throw new FormatException($"The time range '{range}' is none; 24h, 7d and all are some.");
        return new TimeRange(newest - length, newest).FromWholeBucket();
    }

    // A bucket of which only a part is shown would look like a time of little traffic.
    TimeRange FromWholeBucket() => this with { From = DateTimeOffset.FromUnixTimeSeconds(From.ToUnixTimeSeconds() / Bucket * Bucket) };

    /// <summary>Whether <see cref="Last"/> can read it.</summary>
    public static bool IsLength(string range) => range == All || Length(range) is not null;

    static TimeSpan? Length(string text) =>
        text is [.. var digits, 'h' or 'd'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 10_000
            ? TimeSpan.FromHours(text[^1] == 'd' ? 24 * count : count)
            : null;

    static DateTimeOffset Instant(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new FormatException($"'{text}' is no time in seconds since 1970.");

    static DateTimeOffset CeilingToMinute(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds((time.ToUnixTimeSeconds() / 60 * 60) + 60);
}
