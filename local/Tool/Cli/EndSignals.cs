using System.Runtime.InteropServices;

namespace Tool.Cli;

/// <summary>
/// The signals that end a command: the first one cancels it, so that it ends its functions and leaves no file half written; a second one
/// ends the process immediately. Signals that the shell ignores stay ignored, such as SIGHUP under nohup.
/// </summary>
sealed class EndSignals : IDisposable
{
    // A shell adds this to the number of a signal.
    const int FirstCode = 128;

    const int Interrupt = 2;

    /// <summary>
    /// A command that does not end by itself, because it waits for a file system or a device, is not waited for any longer.
    /// </summary>
    /// <remarks>Long enough for 'run --follow' to store the last lines: it starts the functions once more.</remarks>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly (PosixSignal Signal, int Number)[] Signals =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, Interrupt), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15)];

    readonly CancellationTokenSource _cancellation = new();
    readonly List<PosixSignalRegistration> _registrations;

    public EndSignals() => _registrations =
        [.. Signals.Select(pair => PosixSignalRegistration.Create(pair.Signal, context => End(context, pair.Number)))];

    /// <summary>Takes Ctrl+C instead of the command: a prompt cancels the statement that it runs. Null ends the command.</summary>
    public static Action? Interrupted { get; set; }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>The exit code for the signal that came, as a shell has it: 130 for Ctrl+C; null if none came.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _cancellation.Dispose();
    }

    void End(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (number == Interrupt && Interrupted is { } take)
        {
            _ = Task.Run(take);
            return;
        }
        if (ExitCode is { } code)
            Environment.Exit(code);
        ExitCode = FirstCode + number;
        // Not in this handler: the cancelled code may wait for it.
        _ = Task.Run(async () =>
        {
            await _cancellation.CancelAsync();
            await Task.Delay(Patience);
            Environment.Exit(FirstCode + number);
        });
    }
}
