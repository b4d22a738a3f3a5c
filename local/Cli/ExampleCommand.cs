using System.CommandLine;

namespace FlowLogs.Local.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">As it is called.</param>
/// <param name="description">What it does.</param>
/// <param name="examples">Whole lines of a shell.</param>
sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}
