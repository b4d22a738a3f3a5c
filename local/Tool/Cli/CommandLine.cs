using System.CommandLine;
using System.Runtime.InteropServices;
using Emulator.Athena;
using Emulator.Lambda;
using Emulator.Template;
using Tool.Input;
using Tool.Stack;

namespace Tool.Cli;

/// <summary>The command line of <c>flowlogs</c>: exit code 0 for a good end, 1 for a failure, 2 for a call that makes no sense.</summary>
public static class CommandLine
{
    const int Failed = 1;
    const int Usage = 2;

    /// <summary>What Linux and macOS send a process whose file may grow no more (<c>ulimit -f</c>); it ends the process, unless someone listens.</summary>
    const PosixSignal FileSizeExceeded = (PosixSignal)25;

    /// <summary>Runs one command.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // Then the write fails instead, with an error that says why.
        using var fileSize = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(FileSizeExceeded, signal => signal.Cancel = true);
        var root = Root();
        if (args is [var word, ..] && MeansACommand(root, word))
            return await RefuseAsync([$"There is no command '{word}', and no file of that name."]);
        var parsed = root.Parse(BeginsWithCommand(root, args) ? args : [RunCommand.Name, .. args]);
        if (parsed.Errors.Count > 0)
            return await RefuseAsync(parsed.Errors.Select(error => error.Message));
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

    static async Task<int> RefuseAsync(IEnumerable<string> errors)
    {
        foreach (var error in errors)
            await Console.Error.WriteLineAsync($"flowlogs: {error}");
        await Console.Error.WriteLineAsync("Try 'flowlogs --help', or '--help' behind a command.");
        return Usage;
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand(
            "The VPC flow log stack on this machine: flow logs in, Parquet and SQL out, through the same Lambda functions and by the same template. "
            + "What does not begin with a command is for 'run'. '--help' behind a command says more of it.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(QueryCommand.Create());
        root.Subcommands.Add(FindingsCommand.Create());
        root.Subcommands.Add(MetricsCommand.Create());
        root.Subcommands.Add(InvokeCommand.Create());
        root.Subcommands.Add(GenerateCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(TopCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        ManualPage.AddTo(root);
        return root;
    }

    static bool BeginsWithCommand(RootCommand root, string[] args) =>
        args is [var first, ..] && (IsCommand(root, first) || IsDirective(first) || root.Options.Any(option => option.Name == first || option.Aliases.Contains(first)));

    // A shell's question for completions.
    static bool IsDirective(string word) => word.StartsWith("[suggest", StringComparison.Ordinal);

    static bool IsCommand(RootCommand root, string word) => root.Subcommands.Any(command => command.Name == word);

    // A path may be missing; a bare word that names no file is a command that someone has misspelt.
    static bool MeansACommand(RootCommand root, string word) =>
        word.Length > 0 && word.All(char.IsAsciiLetter) && !IsCommand(root, word) && !Path.Exists(word);

    // Whatever else comes is a fault of ours, and keeps its stack trace.
    static bool IsForTheUser(Exception exception) => exception
        is InputException or TemplateException or FunctionException or AthenaException or StackException
        or NotSupportedException or FormatException or IOException or UnauthorizedAccessException;
}
