using System.Diagnostics;
using System.Text.RegularExpressions;
using Emulator.S3;
using Tool.Tests.Cli;

namespace Tool.Tests.Docs;

/// <summary>
/// A folder with the files that the documentation and the help refer to: flow logs of several kinds, some of them in S3, stored data, and
/// the repository's events. It is also the home folder.
/// </summary>
public sealed partial class ReadersFolder : IAsyncLifetime
{
    readonly Sandbox _here = new();
    S3Endpoint? _s3;

    /// <summary>How <c>flowlogs demo</c> ended.</summary>
    internal Outcome Demo { get; private set; } = null!;

    /// <summary>When <c>flowlogs demo</c> was started, UTC.</summary>
    internal DateTime DemoStart { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var lines = (await _here.RunAsync("generate", "--records", "2000", "--seed", "7", "--hours", "2")).Output;
        foreach (var folder in new[] { "AWSLogs", "exports/000000", "events", "s3/my-bucket/AWSLogs", ".zfunc",
            ".config/fish/completions" })
            Directory.CreateDirectory(_here.PathOf(folder));
        foreach (var file in new[] { "flows.txt", "more-flows.txt", "traffic.txt", "AWSLogs/one.log", "s3/my-bucket/AWSLogs/two.log" })
            _here.Write(file, lines);
        foreach (var file in new[] { "flows.txt.gz", "exports/000000/000000.gz" })
            _here.Write(file, Gzipped.Of(lines));
        _here.Write("records.json", """{"version":2,"interface-id":"eni-0a1b2c3d","start":1795132800,"end":1795132855,"action":"ACCEPT","log-status":"OK"}""" + "\n");
        _here.Write("query.sql", "select * from flow_logs");
        _here.Write("names.csv", "10.0.0.0/16,vpc\n");
        _here.Write("ip-ranges.json", """{"prefixes": [{"ip_prefix": "3.5.140.0/22", "region": "ap-northeast-2", "service": "AMAZON"}]}""");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "events")))
            File.Copy(file, _here.PathOf($"events/{Path.GetFileName(file)}"));
        foreach (var data in new[] { "flowlogs-data", "flows-data" })
            Assert.Equal(0, (await _here.RunAsync("run", "flows.txt", "--data", data)).ExitCode);
        // The example of "data remove" removes these.
        var day = await _here.RunAsync("generate", "--records", "100", "--seed", "7", "--hours", "1", "--start", "2026-11-01T00:00");
        _here.Write("november.txt", day.Output);
        Assert.Equal(0, (await _here.RunAsync("run", "november.txt", "--data", "flowlogs-data")).ExitCode);
        DemoStart = DateTime.UtcNow;
        Demo = await _here.RunAsync("demo");
        _s3 = await S3Endpoint.StartAsync(new LocalBuckets(_here.Folder));
    }

    /// <summary>Runs a line of a Unix shell, in which <c>flowlogs</c> is the built executable.</summary>
    async Task<Outcome> RunAsync(string line)
    {
        using var shell = Start(line);
        var output = shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(shell.ExitCode, await output, await errors);
    }

    /// <summary>Runs a line of a Unix shell, and stops commands without end as soon as they have started.</summary>
    internal async Task<Outcome> RunToItsEndAsync(string line)
    {
        if (!line.Contains("serve", StringComparison.Ordinal))
            return await RunAsync(line);
        var begun = line.Contains("--follow", StringComparison.Ordinal) ? "Following" : "Serving";
        // Another program may use the port that the line names.
        using var process = Start($"exec {Port().Replace(line, "")} --port 0");
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = "";
        while (!output.Contains(begun, StringComparison.Ordinal)
            && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } text)
            output += $"{text}\n";
        if (!output.Contains(begun, StringComparison.Ordinal))
            Assert.Fail($"{line} ended before it was ready: {output}{await errors}");

        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        output += await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, output, await errors);
    }

    // The caller ends the process.
    Process Start(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line])
        {
            WorkingDirectory = _here.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["PATH"] = Sandbox.SearchPath;
        start.Environment["HOME"] = _here.Folder;
        // Functions use the local stack's S3, unless the reader has another one.
        if (line.Contains("s3://", StringComparison.Ordinal))
            start.Environment["AWS_ENDPOINT_URL_S3"] = _s3!.Url.ToString();
        start.Environment["AWS_REGION"] = "eu-west-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = start.Environment["AWS_SECRET_ACCESS_KEY"] = "any";
        return Processes.Start(start);
    }

    public async ValueTask DisposeAsync()
    {
        if (_s3 is not null)
            await _s3.DisposeAsync();
        _here.Dispose();
    }

    [GeneratedRegex(" --port [0-9]+")]
    private static partial Regex Port();
}
