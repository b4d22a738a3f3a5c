using System.CommandLine;
using System.CommandLine.Completions;

namespace Tool.Cli;

/// <summary><c>flowlogs help</c> and <c>flowlogs version</c>: options that people also write as commands.</summary>
static class ShortcutCommand
{
    public static Command Help(RootCommand root)
    {
        var topic = new Argument<string?>("COMMAND")
        {
            Description = "The command to explain [default: all commands]",
            HelpName = "COMMAND",
            Arity = ArgumentArity.ZeroOrOne
        };
        topic.CompletionSources.Add(_ => root.Subcommands.Select(command => new CompletionItem(command.Name)));
        topic.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && root.Subcommands.All(command => command.Name != token.Value))
            {
                var hint = UsageErrors.DidYouMean(token.Value, root.Subcommands.Select(command => command.Name));
                result.AddError($"Unknown command '{token.Value}'.{hint}");
            }
        });
        var command = new ManualCommand("help", "Show the help of a command.", "flowlogs help query");
        command.Add(topic);
        command.SetAction(call => root.Parse(call.GetValue(topic) is { } name ? [name, "--help"] : ["--help"])
            .Invoke(call.InvocationConfiguration));
        return command;
    }

    public static Command Version(RootCommand root)
    {
        var command = new ManualCommand("version", "Show the version.", "flowlogs version");
        command.SetAction(call => root.Parse("--version").Invoke(call.InvocationConfiguration));
        return command;
    }
}
