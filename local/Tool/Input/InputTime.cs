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

    /// <summary>
    /// Parses the time of a column: a date and time, or a number. Numbers are seconds since 1970 UTC, and after the year 9999
    /// milliseconds, microseconds or nanoseconds, as libraries for tables write times.
    /// </summary>
    public static long? ReadSeconds(string text)
    {
        if (Read(text) is { } milliseconds)
            return milliseconds / 1000;
        if (!decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue)
            return null;
        while (number > FlowLogField.LastSecond)
            number /= 1000;
        return (long)number;
    }

    /// <summary>Parses the time of a log event: a date and time, or milliseconds since 1970 UTC.</summary>
    public static long? ReadEventTime(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds <= LastMillisecond ? milliseconds : null
            : Read(text);
}
