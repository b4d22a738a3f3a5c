using System.Globalization;

namespace Tool.Input;

/// <summary>Times of log events and columns.</summary>
static class InputTime
{
    /// <summary>Of the last second that has a name, in milliseconds since 1970 UTC.</summary>
    public const long LastMillisecond = FlowLogField.LastSecond * 1000 + 999;

    /// <summary>Reads a date and time, ISO 8601 or as Athena writes it, UTC where it names no zone; to milliseconds since 1970 UTC.</summary>
    public static long? Read(string text) =>
        text.Length > 4 && text[4] == '-' && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time >= DateTimeOffset.UnixEpoch
            ? time.ToUnixTimeMilliseconds()
            : null;
}
