using Emulator.Template;
using Tool.Traffic;
using Web.Findings;

namespace Web.Tests;

/// <summary>
/// Serves a day with every incident, names, countries and operators of addresses, a muted finding, and hostile values in all of them.
/// </summary>
public sealed class LabelledStack : IAsyncLifetime
{
    public const string Hostile = "<img src=x onerror=document.title='broken'>";

    RecordsStack? _stack;
    WebServer? _server;

    public Uri Url => _server!.Url;

    public async ValueTask InitializeAsync()
    {
        var traffic = await FlowLogsCommand.RunAsync(
            "generate", "--records", "6000", "--seed", "3", "--hours", "24", "--start", "2026-11-01T00:00", "--incident", "all");
        var start = new DateTimeOffset(2026, 11, 1, 20, 0, 0, TimeSpan.Zero);
        _stack = await RecordsStack.StartAsync(
        [
            .. traffic.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            RecordsStack.Record(start, Hostile.Replace(' ', '\u00a0'), "10.0.1.20", 4242, 22, "REJECT", packets: 90_000),
            RecordsStack.Record(start, "192.0.2.9", "10.0.1.20", 4242, 22, "REJECT", $"eni-{new string('a', 5_000)}", packets: 80_000),
            RecordsStack.Record(start, new string('b', 5_000), "192.0.2.9", 4242, 22, "REJECT", packets: 70_000),
            $"2 123456789010 eni-0bb {new string('=', 40)} 192.0.2.9 4242 23 6 60000 900 - {start.ToUnixTimeSeconds()} REJECT OK",
            $"2 123456789010 eni-0bb - - - - - - - {start.ToUnixTimeSeconds()} {start.ToUnixTimeSeconds() + 60} - NODATA",
            $"2 123456789010 eni-0bb - - - - - - - - - - SKIPDATA",
        ]);
        await File.WriteAllLinesAsync(Path.Combine(_stack.DataFolder, NameList.FileName),
            [.. TrafficGenerator.Names, $"192.0.2.9,{Hostile},{Hostile}", $"eni-0bb,{Hostile}"]);
        await File.WriteAllTextAsync(Path.Combine(_stack.DataFolder, MutedFindings.FileName), $"outside-dns * always {Hostile}\n");
        var places = Path.Combine(_stack.DataFolder, "places.mmdb");
        var place = new Dictionary<string, object>
        {
            ["country"] = new Dictionary<string, object>
            {
                ["iso_code"] = "DE",
                ["names"] = new Dictionary<string, object> { ["en"] = Hostile },
            },
            ["autonomous_system_number"] = 13_335u,
            ["autonomous_system_organization"] = Hostile,
        };
        MaxMindFile.Write(places, "GeoLite2-Country", ("0.0.0.0/1", place), ("128.0.0.0/1", place));
        _server = await WebServer.StartAsync(
            new WebOptions
            {
                DataFolder = _stack.DataFolder,
                LoadTemplate = () => StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml")),
                GeoIp = [places],
            },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_stack is not null)
            await _stack.DisposeAsync();
    }
}
