using System.CommandLine;

namespace Tool.Cli;

/// <summary>A command with the parts of a manual page, which <see cref="ManualPage"/> prints.</summary>
/// <param name="name">The command's name.</param>
/// <param name="summary">What the command does, in one sentence.</param>
/// <param name="examples">Shell lines, at least one; each succeeds if its files exist.</param>
class ManualCommand(string name, string summary, params IReadOnlyList<string> examples) : Command(name, summary)
{
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Further sentences after the summary.</summary>
    public string Details { get; protected init; } = "";

    /// <summary>When the exit code is 1, besides unreadable input and faults of the machine; may be empty.</summary>
    public string Fails { get; protected init; } = "";

    /// <summary>Exit codes that only this command has, each with its meaning.</summary>
    public IReadOnlyList<(string Code, string Text)> MoreExitCodes { get; protected init; } = [];

    /// <summary>The files and environment variables that the command uses besides its arguments, each with its purpose.</summary>
    public IReadOnlyList<(string Name, string Text)> Uses { get; protected init; } = [];

    /// <summary>Adds options in the order of the help.</summary>
    protected void Add(params IEnumerable<Option> options)
    {
        foreach (var option in options)
            Options.Add(option);
    }
}
