using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tool.Cli;

/// <summary>Options that take a time, in UTC unless it says otherwise.</summary>
static class UtcTime
{
    public static Option<DateTimeOffset?> Option(string name, string description, string absent = "") => new(name)
    {
        Description = $"{description}, UTC, such as 2026-11-01T00:00{absent}",
        HelpName = "T",
        CustomParser = result => DateTimeOffset.TryParse(
            result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time >= DateTimeOffset.UnixEpoch
            ? time
            : Refuse(result, $"{name} '{result.Tokens[0].Value}' is not a time from 1970 on, such as 2026-11-01T00:00."),
    };

    static DateTimeOffset? Refuse(ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
