using System.Globalization;

namespace FlowLogs.Local.Input;

/// <summary>Times of log events and columns.</summary>
static class InputTime
{
    /// <summary>Reads a date and time, ISO 8601 or as Athena writes it, UTC where it names no zone; to milliseconds since 1970 UTC.</summary>
    public static long? Read(string text) =>
        text.Contains('-') && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time >= DateTimeOffset.UnixEpoch
            ? time.ToUnixTimeMilliseconds()
            : null;
}
