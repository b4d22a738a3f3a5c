using System.CommandLine;
using System.Runtime.InteropServices;
using Emulator.Athena;
using Emulator.Lambda;
using Emulator.Template;
using Tool.Input;

namespace Tool.Cli;

/// <summary>
/// The command line of <c>flowlogs</c>. Exit codes: 0 for success, 1 for a failure, 2 for a usage error, and 128 + N if signal N ended the
/// command.
/// </summary>
public static class CommandLine
{
    const int Succeeded = 0;
    const int Failed = 1;
    const int Usage = 2;

    /// <summary>
    /// SIGXFSZ of Linux and macOS: a file reached the largest size that <c>ulimit -f</c> allows. Unhandled, it ends the process.
    /// </summary>
    const PosixSignal FileSizeExceeded = (PosixSignal)25;

    /// <summary>The handler of <see cref="FileSizeExceeded"/>, with which a write fails with an error that says why.</summary>
    static PosixSignalRegistration? fileSize;

    /// <summary>Runs one command.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        StandardOutput.Open();
        // .NET calls the handler on another thread, maybe after the command has ended: it is never disposed.
        if (!OperatingSystem.IsWindows())
            fileSize ??= PosixSignalRegistration.Create(FileSizeExceeded, signal => signal.Cancel = true);
        using var signals = new EndSignals();
        var code = await RunAsync(args, signals.Token);
        return signals.ExitCode ?? code;
    }

    /// <summary>Builds all commands.</summary>
    /// <param name="helpWidth">The columns of a line of help; null for those of the terminal.</param>
    internal static RootCommand Root(int? helpWidth = null)
    {
        var root = new RootCommand(
            "Run the VPC flow log stack on this machine, with the Lambda functions and the template that AWS runs. Flow logs go in; "
            + "Parquet, metrics and SQL come out.")
        {
            new DemoCommand(), new RunCommand(), new QueryCommand(), new FindingsCommand(), new MetricsCommand(), new ServeCommand(),
            new TopCommand(), new DataCommand(), new InvokeCommand(), new GenerateCommand(), new CompletionCommand(),
        };
        root.Add(ShortcutCommand.Help(root));
        root.Add(ShortcutCommand.Version(root));
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        root.Options.Add(new VersionOption("--version", "-v") { Description = "Show the version" });
        ManualPage.AddTo(root, helpWidth);
        return root;
    }

    static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        try
        {
            var root = Root();
            var call = root.Parse(Arguments(root, args));
            var errors = UsageErrors.Of(root, call, args);
            return errors.Count > 0
                ? Refuse(errors)
                : await call.InvokeAsync(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null
                }, cancellation);
        }
        catch (ClosedPipeException)
        {
            return Succeeded;
        }
        catch (Exception exception) when (cancellation.IsCancellationRequested)
        {
            // Any other exception is a consequence of the interruption.
            return Fail(exception is StackException ? VisibleText.OfOneLine(exception.Message) : "Interrupted.");
        }
        catch (FunctionException exception)
        {
            // The end of the function's log follows, a line each.
            return Fail(exception.Message);
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            return Fail(VisibleText.OfOneLine(exception.Message));
        }
        catch (Exception exception)
        {
            return Fail($"Internal error. Please report it with the lines that follow.\n{exception}");
        }
    }

    static int Fail(string message)
    {
        Console.Error.WriteLine($"flowlogs: {message}");
        return Failed;
    }

    static int Refuse(IEnumerable<string> errors)
    {
        foreach (var error in errors)
            Console.Error.WriteLine($"flowlogs: {VisibleText.OfOneLine(error)}");
        Console.Error.WriteLine("Run 'flowlogs --help' or 'flowlogs COMMAND --help' for usage.");
        return Usage;
    }

    // 'run' is the default command: 'flowlogs flows.txt' means 'flowlogs run flows.txt'.
    static string[] Arguments(RootCommand root, string[] args) => args switch
    {
        [] => ["--help"],
        [var first, ..] when BeginsCall(root, first) || UsageErrors.LooksLikeCommand(first) => args,
        _ => [RunCommand.CommandName, .. args],
    };

    // A shell asks for completions with the directive [suggest].
    static bool BeginsCall(RootCommand root, string word) =>
        root.Subcommands.Any(command => command.Name == word)
        || root.Options.Any(option => option.Name == word || option.Aliases.Contains(word))
        || word.StartsWith("[suggest", StringComparison.Ordinal);

    // Any other exception is a bug and is reported with its stack trace.
    static bool IsForTheUser(Exception exception) => exception
        is InputException or TemplateException or AthenaException or StackException
        or NotSupportedException or FormatException or IOException or UnauthorizedAccessException;
}
