namespace Emulator.Lambda;

/// <summary>What a function is started with beyond what the template says.</summary>
public sealed record LambdaOptions
{
    /// <summary>
    /// Has one folder for each function, named like its assembly. By default `functions` beside this executable, where the build puts it; the
    /// variable FLOWLOGS_FUNCTIONS names another, with functions that were compiled natively for example.
    /// </summary>
    public string FunctionsDirectory { get; init; } =
        System.Environment.GetEnvironmentVariable("FLOWLOGS_FUNCTIONS") is { Length: > 0 } directory ? directory : Path.Combine(AppContext.BaseDirectory, "functions");

    /// <summary>On top of the template's variables and Lambda's own: endpoints of the services played here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes the function's log, line by line in order, one call at a time.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <summary>How long a new process may take to ask for its first event. Lambda allows 10 seconds; a busy laptop gets more.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);
}
