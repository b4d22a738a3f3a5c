using System.CommandLine;
using FlowLogs.Local.Athena;
using FlowLogs.Local.Input;
using FlowLogs.Local.Lambda;
using FlowLogs.Local.Stack;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Cli;

/// <summary>The command line of <c>flowlogs</c>: exit code 0 for a good end, 1 for a failure, 2 for a call that makes no sense.</summary>
public static class CommandLine
{
    const int Failed = 1;
    const int Usage = 2;

    /// <summary>Runs one command.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync($"flowlogs: {error.Message}");
            await Console.Error.WriteLineAsync("Try 'flowlogs --help', or '--help' behind a command.");
            return Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            await Console.Error.WriteLineAsync($"flowlogs: {exception.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("flowlogs: interrupted.");
            return Failed;
        }
    }

    static RootCommand Root()
    {
        var root = new RootCommand(
            "The VPC flow log stack on this machine: flow logs in, Parquet and SQL out, through the same Lambda functions and by the same template. "
            + "Without a command it runs 'run'.");
        RunCommand.Configure(root);
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(QueryCommand.Create());
        root.Subcommands.Add(MetricsCommand.Create());
        root.Subcommands.Add(InvokeCommand.Create());
        root.Subcommands.Add(GenerateCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(TopCommand.Create());
        return root;
    }

    // Whatever else comes is a fault of ours, and keeps its stack trace.
    static bool IsForTheUser(Exception exception) => exception
        is InputException or TemplateException or FunctionException or AthenaException or StackException
        or NotSupportedException or FormatException or IOException or UnauthorizedAccessException;
}
