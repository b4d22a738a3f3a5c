using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>Records that a test wrote, run through the stack and served.</summary>
public sealed class RecordsStack(string folder, WebServer server) : IAsyncDisposable
{
    public string DataFolder => folder;

    public Uri Url => server.Url;

    public HttpClient Client { get; } = new() { BaseAddress = server.Url };

    public static async Task<RecordsStack> StartAsync(IEnumerable<string> records)
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-records-").FullName;
        var file = $"{folder}.log";
        await File.WriteAllLinesAsync(file, records, TestContext.Current.CancellationToken);
        await FlowLogsCommand.RunAsync("run", "--data", folder, file);
        File.Delete(file);
        return new RecordsStack(folder, await ServedStack.ServeAsync(folder, Path.Combine(AppContext.BaseDirectory, "template.yaml")));
    }

    /// <summary>A record of the default format.</summary>
    public static string Record(DateTimeOffset start, string source, string destination, int from, int to, string action = "ACCEPT",
        string eni = "eni-0aa", int protocol = 6, int packets = 1) => FormattableString.Invariant(
        $"2 123456789010 {eni} {source} {destination} {from} {to} {protocol} {packets} {packets * 100} {start.ToUnixTimeSeconds()} {start.ToUnixTimeSeconds() + 1} {action} OK");

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(
        await Client.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
