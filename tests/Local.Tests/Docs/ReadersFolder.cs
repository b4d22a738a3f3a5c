using FlowLogs.Local.Tests.Cli;

namespace FlowLogs.Local.Tests.Docs;

/// <summary>A folder that has what the documentation's reader has: flow logs of different kinds, what a run has stored, and the repository's events.</summary>
public sealed class ReadersFolder : IAsyncLifetime
{
    readonly Sandbox _here = new();

    public string Folder => _here.Folder;

    public async ValueTask InitializeAsync()
    {
        var lines = (await _here.RunAsync("generate", "--records", "2000", "--seed", "7", "--hours", "2")).Output;
        foreach (var folder in new[] { "AWSLogs", "exports/000000", "events" })
            Directory.CreateDirectory(_here.PathOf(folder));
        foreach (var file in new[] { "flows.txt", "traffic.txt", "AWSLogs/one.log" })
            _here.Write(file, lines);
        _here.Write("exports/000000/000000.gz", Sandbox.Gzip(lines));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(DocumentedCommand.Root, "events")))
            File.Copy(file, _here.PathOf($"events/{Path.GetFileName(file)}"));
        foreach (var data in new[] { "flowlogs-data", "flows-data" })
            Assert.Equal(0, (await _here.RunAsync("run", "flows.txt", "--data", data)).ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _here.Dispose();
        return ValueTask.CompletedTask;
    }
}
