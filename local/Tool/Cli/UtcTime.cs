using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tool.Cli;

/// <summary>Creates options that take a time, in UTC unless the value has another offset.</summary>
static class UtcTime
{
    const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public static Option<DateTimeOffset?> Option(string name, string description, string absent = "") => new(name)
    {
        Description = $"{description}, UTC, such as 2026-11-01T00:00{absent}",
        HelpName = "TIME",
        CustomParser = result => DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, Styles, out var time)
            && time >= DateTimeOffset.UnixEpoch
            ? time
            : Refuse(result, $"{name} must be a time from 1970 on, such as 2026-11-01T00:00, but was '{result.Tokens[0].Value}'."),
    };

    static DateTimeOffset? Refuse(ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
