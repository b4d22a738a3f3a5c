using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FlowLogs.Local.Cli;

/// <summary>The usual help and, below it, the command's examples; for the program as a whole, the first of each command.</summary>
sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Has the whole program's help end so.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
            output.WriteLine($"  {example}");
        return code;
    }

    static IEnumerable<string> ExamplesOf(Command command) => command is ExampleCommand { Examples: var examples }
        ? examples
        : command.Subcommands.OfType<ExampleCommand>().Select(sub => sub.Examples[0]);
}
