using Spectre.Console;

namespace Tool.Cli;

/// <summary>Shows on a terminal how far a run is; in a pipe it shows nothing but the reports.</summary>
sealed class RunProgress
{
    readonly IAnsiConsole? _terminal = Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Writes a line to standard error, above the progress bar where there is one.</summary>
    public void Report(string line)
    {
        if (_terminal is null)
            Console.Error.WriteLine(line);
        else
            _terminal.WriteLine(line);
    }

    /// <summary>Runs one stage with a progress bar.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="all">The amount that the stage comes to; null where nobody knows.</param>
    /// <param name="work">The stage; it tells the amount that is done.</param>
    public Task ShowAsync(string title, long? all, Func<Action<long>, Task> work) => _terminal is null
        ? work(_ => { })
        : _terminal.Progress().HideCompleted(true).AutoClear(true).StartAsync(progress =>
        {
            var bar = progress.AddTask(title, maxValue: Math.Max(1, all ?? 1));
            bar.IsIndeterminate = all is null;
            return work(done => bar.Value = done);
        });
}
