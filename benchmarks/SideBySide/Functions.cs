using System.Diagnostics;
using System.Globalization;
using System.Text;
using Emulator.Lambda;
using Emulator.Template;

namespace SideBySide;

/// <summary>Contestants as Lambda functions: each an executable, spoken to through the Runtime API of local mode.</summary>
static class Functions
{
    const int WarmUp = 15, Rounds = 15, Starts = 15;

    public static async Task CompareAsync(string template, List<byte[]> events, List<(string Name, string Directory)> builds, string work)
    {
        var contestants = builds.Concat(
        [
            ("System.Text.Json objects", Script(work, "plain", $"\"{Environment.ProcessPath}\" function plain")),
            .. Interpreter("Python", "python3", work, Path.Combine(AppContext.BaseDirectory, "python", "decompressor.py")),
            .. Interpreter("Node.js", "node", work, Path.Combine(AppContext.BaseDirectory, "node", "decompressor.js")),
        ]).ToList();
        var functions = contestants.Select(contestant => Function(template, contestant.Item2)).ToList();
        var times = contestants.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            for (var i = 0; i < functions.Count; i++)
            {
                var clock = Stopwatch.StartNew();
                foreach (var input in events)
                    await InvokeAsync(functions[i], input);
                if (round >= WarmUp)
                    times[i].Add(clock.Elapsed.TotalMilliseconds / events.Count);
            }
        }
        Console.WriteLine("  as functions, through the Runtime API");
        for (var i = 0; i < contestants.Count; i++)
        {
            Figures.Print(contestants[i].Item1, times[i], "ms an event");
            if (i > 0)
                Figures.PrintRatio("  against the first", times[i], times[0]);
            await functions[i].DisposeAsync();
        }
    }

    public static async Task ColdStartAsync(string template, List<(string Name, string Directory)> builds)
    {
        Console.WriteLine("cold start: from the process's start to the first response, and peak memory behind a full response");
        var small = Encoding.UTF8.GetBytes("""{"invocationId":"1","deliveryStreamArn":"arn:aws:firehose:us-east-1:123456789012:deliverystream/s","region":"us-east-1","records":[]}""");
        var full = EventFiles.Create(1, withFields: true);
        var times = builds.Select(_ => new List<double>()).ToList();
        for (var start = 0; start < Starts; start++)
        {
            for (var i = 0; i < builds.Count; i++)
            {
                await using var function = Function(template, builds[i].Directory);
                var clock = Stopwatch.StartNew();
                await InvokeAsync(function, small);
                times[i].Add(clock.Elapsed.TotalMilliseconds);
            }
        }
        for (var i = 0; i < builds.Count; i++)
        {
            Figures.Print(builds[i].Name, times[i], "ms");
            if (i > 0)
                Figures.PrintRatio("  against the first", times[i], times[0]);
            await using var function = Function(template, builds[i].Directory);
            for (var round = 0; round < 20; round++)
                await InvokeAsync(function, full);
            Console.WriteLine($"      peak memory {PeakMemory() >> 20} MiB");
        }
    }

    static LambdaFunction Function(string template, string directory) =>
        new(FunctionResource.Find(StackTemplate.Load(template), "Decompressor"), new LambdaOptions
        {
            FunctionsDirectory = directory,
            // As in Lambda; local mode, whose runs are short, goes without.
            Environment = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "1" },
        });

    static async Task InvokeAsync(LambdaFunction function, byte[] payload)
    {
        using var result = await function.InvokeAsync(payload);
        if (result.IsError)
            throw new InvalidOperationException(result.ToString());
    }

    static IEnumerable<(string, string)> Interpreter(string name, string command, string work, string script)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"  {name} is left out: there is no {command} here");
            return [];
        }
        return [(name, Script(work, command, $"{command} \"{script}\""))];
    }

    /// <summary>Has a shell script stand where the function's executable is looked for.</summary>
    static string Script(string work, string name, string command)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, name, "Decompressor")).FullName;
        var script = Path.Combine(folder, "Decompressor");
        File.WriteAllText(script, $"#!/bin/sh\nexec {command}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Path.Combine(work, name);
    }

    /// <summary>The most memory that this process's only child has had, in bytes.</summary>
    static long PeakMemory() => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Select(folder => Read(Path.Combine(folder, "status")))
        .Where(status => Number(status, "PPid:") == Environment.ProcessId)
        .Select(status => Number(status, "VmHWM:") * 1024)
        .DefaultIfEmpty()
        .Max();

    static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    static long Number(string status, string key) =>
        status.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture)
            : 0;
}
