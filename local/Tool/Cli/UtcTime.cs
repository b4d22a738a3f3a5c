using System.CommandLine;
using System.CommandLine.Parsing;
using Web;

namespace Tool.Cli;

/// <summary>Creates options that take a time, in UTC unless the value has another offset.</summary>
static class UtcTime
{
    public static Option<DateTimeOffset?> Option(string name, string description, string absent = "") => new(name)
    {
        Description = $"{description}: in UTC such as 2026-11-01T00:00, or in seconds since 1970{absent}",
        HelpName = "TIME",
        CustomParser = result => Parse(result.Tokens[0].Value)
            ?? result.Refuse<DateTimeOffset?>($"{name} must be a time from 1970 on, such as 2026-11-01T00:00, but was '{result.Tokens[0].Value}'."),
    };

    /// <summary>Reads an option in a validator of its command, which runs before the option's own: null if the time is invalid.</summary>
    public static DateTimeOffset? Read(CommandResult command, Option<DateTimeOffset?> option) =>
        command.GetResult(option) is { Tokens: [var token, ..] } ? Parse(token.Value) : null;

    static DateTimeOffset? Parse(string text) =>
        TimeRange.TryReadInstant(text, out var time) && time >= DateTimeOffset.UnixEpoch ? time : null;
}
