namespace Web.Tests;

/// <summary>A day of traffic with every incident that the generator knows, run through the stack and served.</summary>
public sealed class IncidentStack : IAsyncLifetime
{
    WebServer? _server;

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("flowlogs-incidents-").FullName;

    public Uri Url => _server!.Url;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var file = $"{DataFolder}.log";
        await File.WriteAllTextAsync(file, await FlowLogsCommand.RunAsync("generate", "--records", "40000", "--seed", "3", "--hours", "24",
            "--start", "2026-11-01T00:00", "--incident", "all"));
        await FlowLogsCommand.RunAsync("run", "--data", DataFolder, file);
        File.Delete(file);
        _server = await ServedStack.ServeAsync(DataFolder, Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        Client = new HttpClient { BaseAddress = _server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }
}
