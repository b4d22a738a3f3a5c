namespace Emulator.Lambda;

/// <summary>The start options of a function that the template does not have.</summary>
public sealed record LambdaOptions
{
    /// <summary>
    /// Has one folder for each function, named like its assembly. By default `functions` beside this executable, where the build puts it;
    /// the variable FLOWLOGS_FUNCTIONS names another, with functions that were compiled natively for example.
    /// </summary>
    public string FunctionsDirectory { get; init; } =
        System.Environment.GetEnvironmentVariable("FLOWLOGS_FUNCTIONS") is { Length: > 0 } directory ? directory
            : Path.Combine(AppContext.BaseDirectory, "functions");

    /// <summary>Additional environment variables, such as the endpoints of the emulated services.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Receives the log of the function line by line. Calls do not overlap.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <summary>The time limit until a new process requests its first event. Lambda allows 10 seconds; a busy laptop needs more.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);
}
