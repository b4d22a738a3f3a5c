using System.Globalization;

namespace Tool.Input;

/// <summary>Parses times of log events and columns.</summary>
static class InputTime
{
    /// <summary>The last millisecond of the year 9999, since 1970 UTC.</summary>
    public const long LastMillisecond = FlowLogField.LastSecond * 1000 + 999;

    /// <summary>
    /// Reads a date and time, ISO 8601 or as Athena writes it, UTC where no zone is given; to milliseconds since 1970 UTC.
    /// </summary>
    public static long? Read(string text) =>
        text.Length > 4 && text[4] == '-' && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time >= DateTimeOffset.UnixEpoch
            ? time.ToUnixTimeMilliseconds()
            : null;

    /// <summary>Parses the time of a log event: a date and time, or milliseconds since 1970 UTC.</summary>
    public static long? ReadEventTime(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds <= LastMillisecond ? milliseconds : null
            : Read(text);
}
