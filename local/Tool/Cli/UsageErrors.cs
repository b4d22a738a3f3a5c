using System.CommandLine.Parsing;
using System.CommandLine;
using System.Text.RegularExpressions;
using Emulator;

namespace Tool.Cli;

/// <summary>Describes the errors of a call, and how to correct them.</summary>
static partial class UsageErrors
{
    /// <summary>Lists the errors of a call; empty if it is valid.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="call">The parsed call.</param>
    /// <param name="args">The call as it was written.</param>
    public static IReadOnlyList<string> Of(RootCommand root, ParseResult call, string[] args)
    {
        if (args is [var word, ..] && root.Subcommands.All(command => command.Name != word) && LooksLikeCommand(word))
            return [$"Unknown command '{word}', and no file has this name.{DidYouMean(word, Commands(root))}"];
        if (call.Action is { ClearsParseErrors: true })
            return [];
        var command = call.CommandResult.Command;
        var misplaced = call.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Concat(call.UnmatchedTokens).ToList();
        var later = command is RunCommand ? misplaced.Find(token => Commands(root).Contains(token) && !Path.Exists(token)) : null;
        if (later is not null && args.FirstOrDefault() != command.Name)
            return [$"The command comes first: flowlogs {later} ..."];
        var unknown = misplaced.Where(token => LooksLikeOption().IsMatch(token) && !Path.Exists(token)).ToList();
        if (unknown.Count > 0)
            return [.. unknown.Select(option => $"Unknown option '{NameOf(option)}'.{DidYouMean(NameOf(option), Options(command))}")];
        if (call.UnmatchedTokens.Count > 0)
            return [.. call.UnmatchedTokens.Select(token => $"Unexpected argument '{token}'.")];
        if (call.Errors.Count == 0 && command is RunCommand && misplaced.Count == 0)
            return [RunCommand.FileMissing];
        return [.. call.Errors.Select(error => error.Message)];
    }

    /// <summary>Returns whether the first word looks like a command. A path has other characters, or exists.</summary>
    public static bool LooksLikeCommand(string word) => word.Length > 0 && word.All(char.IsAsciiLetter) && !Path.Exists(word);

    /// <summary>Reports an invalid value of an option, which has the default of its type then.</summary>
    public static T? Refuse<T>(this ArgumentResult result, string error)
    {
        result.AddError(error);
        return default;
    }

    static IEnumerable<string> Commands(RootCommand root) => root.Subcommands.Select(command => command.Name);

    static IEnumerable<string> Options(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Append("--help");

    static string NameOf(string option) => option.Split('=')[0];

    /// <summary>Proposes the most similar name, if one is similar.</summary>
    public static string DidYouMean(string word, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: NearestNames.Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(name => name.Distance <= Math.Max(1, name.Name.TrimStart('-').Length / 3))
            .OrderBy(name => name.Distance)
            .Select(name => $" Did you mean '{name.Name}'?")
            .FirstOrDefault("");

    // "-" is standard input, and SQL may begin with a comment.
    [GeneratedRegex("^--?[A-Za-z][A-Za-z-]*(=.*)?$", RegexOptions.Singleline)]
    private static partial Regex LooksLikeOption();
}
