using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Emulator.Template;

[assembly: AssemblyFixture(typeof(Web.Tests.ServedStack))]

namespace Web.Tests;

/// <summary>Runs six hours of traffic and some hostile records through the stack, and serves them.</summary>
public sealed class ServedStack : IAsyncLifetime
{
    public const string Script = "<script>document.title='broken'</script>";

    public static readonly string LongName = "eni-" + new string('a', 9_996);

    WebServer? _server;

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("flowlogs-web-").FullName;

    public string TemplateFile { get; } = Path.Combine(AppContext.BaseDirectory, "template.yaml");

    public HttpClient Client { get; private set; } = null!;

    public Uri Url => _server!.Url;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(DataFolder, "..", $"{Path.GetFileName(DataFolder)}.log");
        await File.WriteAllTextAsync(file,
            await FlowLogsCommand.RunAsync("generate", "--records", "12000", "--seed", "7", "--hours", "6", "--start", "2026-11-01T06:00"));
        await File.AppendAllLinesAsync(file,
        [
            $"2 123456789010 eni-0bad0bad0bad0bad0 {Script} 10.0.0.5 4242 22 6 700 42000 1793530000 1793530060 REJECT OK",
            $"2 123456789010 {LongName} 198.51.100.7 10.0.0.5 4242 22 6 600 42000 1793530000 1793530060 REJECT OK",
            "2 123456789010 eni-0bad0bad0bad0bad0 =1+1|calc' 10.0.0.5 4242 22 6 500 42000 1793530000 1793530060 REJECT OK",
        ]);
        await FlowLogsCommand.RunAsync("run", "--data", DataFolder, file);
        File.Delete(file);
        _server = await ServeAsync(DataFolder, TemplateFile);
        Client = new HttpClient { BaseAddress = _server.Url };
    }

    public static Task<WebServer> ServeAsync(string dataFolder, string template, int port = 0) => WebServer.StartAsync(
        new WebOptions { DataFolder = dataFolder, LoadTemplate = () => StackTemplate.Load(template), Port = port },
        TestContext.Current.CancellationToken);

    public async Task<JsonObject> GetAsync(string path) =>
        (await Client.GetFromJsonAsync<JsonObject>(path, TestContext.Current.CancellationToken))!;

    public async Task<(HttpStatusCode Status, JsonObject Body)> QueryAsync(string sql)
    {
        using var answer = await Client.PostAsJsonAsync("/api/query", new { sql }, TestContext.Current.CancellationToken);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }
}
