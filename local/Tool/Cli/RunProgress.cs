using Spectre.Console;

namespace Tool.Cli;

/// <summary>Shows a run's progress on a terminal; in a pipe it shows only the problems.</summary>
sealed class RunProgress
{
    readonly IAnsiConsole? _terminal = Console.IsErrorRedirected ? null : StandardOutput.ErrorTerminal;

    /// <summary>Writes a problem to standard error, above the progress bar.</summary>
    public void Report(string problem)
    {
        if (_terminal is null)
            Console.Error.WriteLine(problem);
        else
            _terminal.WriteLine(problem);
    }

    /// <summary>Runs one stage with a progress bar.</summary>
    /// <param name="title">The stage's name.</param>
    /// <param name="all">The stage's amount of work; null if unknown.</param>
    /// <param name="work">The stage; it reports the amount that is done.</param>
    public Task ShowAsync(string title, long? all, Func<Action<long>, Task> work) => _terminal is null
        ? work(_ => { })
        : _terminal.Progress().HideCompleted(true).AutoClear(true).StartAsync(progress =>
        {
            var bar = progress.AddTask(title, maxValue: Math.Max(1, all ?? 1));
            bar.IsIndeterminate = all is null;
            return work(done => bar.Value = done);
        });
}
