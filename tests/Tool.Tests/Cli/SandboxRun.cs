namespace Tool.Tests.Cli;

/// <summary>A sandbox with one run, for all tests of a class.</summary>
public abstract class SandboxRun : IAsyncLifetime
{
    internal Sandbox Here { get; } = new();

    /// <summary>How the run ended.</summary>
    internal Outcome Run { get; private set; } = null!;

    /// <summary>The rows that the run stored.</summary>
    internal IReadOnlyList<StoredRow> Rows { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Run = await RunAsync();
        Rows = await Here.RowsAsync();
    }

    public ValueTask DisposeAsync()
    {
        Here.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the inputs and runs them.</summary>
    private protected abstract Task<Outcome> RunAsync();
}
