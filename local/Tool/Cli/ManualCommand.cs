using System.CommandLine;

namespace Tool.Cli;

/// <summary>A command whose help reads like a page of a manual: see <see cref="ManualPage"/>.</summary>
/// <param name="name">As it is called.</param>
/// <param name="summary">What it does, in one sentence.</param>
sealed class ManualCommand(string name, string summary) : Command(name, summary)
{
    /// <summary>What the summary leaves open.</summary>
    public string Details { get; init; } = "";

    /// <summary>Whole lines of a shell, at least one; each ends well where its files are.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>What it takes for exit code 1, other than an error of its input or of this machine; empty where there is nothing else.</summary>
    public string Fails { get; init; } = "";

    /// <summary>What it reads and writes besides its arguments: files, folders and environment variables, and what each is for.</summary>
    public IReadOnlyList<(string Name, string Text)> Uses { get; init; } = [];
}
