namespace Web.Tests;

/// <summary>A day of traffic with every incident that the generator knows, run through the stack and served.</summary>
public sealed class IncidentStack : IAsyncLifetime
{
    RecordsStack? _stack;

    public Uri Url => _stack!.Url;

    public HttpClient Client => _stack!.Client;

    public async ValueTask InitializeAsync()
    {
        var records = await FlowLogsCommand.RunAsync("generate", "--records", "40000", "--seed", "3", "--hours", "24",
            "--start", "2026-11-01T00:00", "--incident", "all");
        _stack = await RecordsStack.StartAsync(records.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;
}
