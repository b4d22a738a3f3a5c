using System.Diagnostics;
using System.Text.Json;

namespace Tool.Tests.Cli;

/// <summary>Kills runs at random moments in one data folder. <c>tests/long/kill-runs</c> kills more runs.</summary>
public sealed class KillTests
{
    const int Records = 6_000;

    static readonly int Kills = Figures.Setting("FLOWLOGS_KILLS", 4);

    static readonly int Seed = Figures.Setting("FLOWLOGS_SEED", Random.Shared.Next(1_000_000));

    static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    [Fact]
    public async Task A_killed_run_leaves_whole_files_and_the_next_run_stores_the_rest()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The functions of a killed run are found in /proc, which only Linux has.");
        using var here = new Sandbox();
        var lines = Line.Some(Records, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromHours(15)).ToList();
        here.Write("flows.txt", lines);
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        var whole = clock.Elapsed;
        var stored = new Stored(lines);
        Assert.Equal(Records, await stored.AddNewFilesAsync(here));

        var random = new Random(Seed);
        int kills = 0, ended = 0, between = 0;
        while (kills < Kills)
        {
            Assert.True(ended < 20 + Kills, "Runs end before they can be killed.");
            // Half of the kills are anywhere in a run, half while it stores: functions take most of the time to start.
            var (after, files) = kills % 2 == 0 ? (random.NextDouble() * whole, 0)
                : (TimeSpan.FromSeconds(random.NextDouble() / 10), random.Next(1, 40));
            if (!await IsKilledAsync(here, after, files))
                ended++;
            else
                kills++;
            var rows = await stored.AddNewFilesAsync(here);
            between += rows is > 0 and < Records ? 1 : 0;
            await CheckMetricsAsync(here);
        }

        var last = await here.RunAsync("run", "flows.txt");
        Assert.True(last.ExitCode == 0, $"seed {Seed}: {last.Errors}");
        Assert.Equal(Records, last.Count("stored"));
        Assert.Equal(Records, await stored.AddNewFilesAsync(here));
        Assert.Equal([$"{stored.Rows}"], await here.QueryAsync("select count(*) from flow_logs"));
        Assert.Equal(["lock", "runs"], Directory.EnumerateFileSystemEntries(Path.Combine(here.Data, ".flowlogs")).Select(Path.GetFileName)
            .Order());
        Figures.Tell($"flowlogs run: killed {kills} times (seed {Seed}), {between} of them with part of its files stored: no file "
            + $"corrupt, no record lost; {clock.Elapsed.TotalSeconds:0} s");
    }

    [Fact]
    public async Task A_run_after_a_killed_run_names_the_killed_run()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        Assert.Equal((0, ""), await ExitAsync());
        var manifest = Assert.Single(Directory.GetFiles(Path.Combine(here.Data, ".flowlogs", "runs")));
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, Cancellation)).Replace("\"ended\"", "\"x\""),
            Cancellation);
        Directory.CreateDirectory(Path.Combine(here.Data, ".flowlogs", "run"));

        var (exitCode, errors) = await ExitAsync();

        Assert.Equal(0, exitCode);
        Assert.Equal(
            $"flowlogs: Run {Path.GetFileNameWithoutExtension(manifest)} in flowlogs-data was killed. "
            + "The files that it stored are complete and stay; running its inputs again stores their records twice. "
            + $"'flowlogs data remove {Path.GetFileNameWithoutExtension(manifest)}' removes them.\n",
            errors);
        Assert.Equal((0, ""), await ExitAsync());

        async Task<(int, string)> ExitAsync() => await here.RunAsync("run", "flows.txt") is var run ? (run.ExitCode, run.Errors) : default;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Kills the run a given time after it has stored a number of files. Returns false if the run has ended by itself.
    static async Task<bool> IsKilledAsync(Sandbox here, TimeSpan after, int files)
    {
        var before = here.ParquetFiles.Count();
        using var run = here.Start(NoVariables, "run", "flows.txt");
        // Without a reader of its output, the run would block.
        var written = Task.WhenAll(run.StandardOutput.ReadToEndAsync(CancellationToken.None),
            run.StandardError.ReadToEndAsync(CancellationToken.None));
        while (files > 0 && here.ParquetFiles.Count() < before + files && !run.HasExited)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await Task.WhenAny(Task.Delay(after, TestContext.Current.CancellationToken), run.WaitForExitAsync(CancellationToken.None));
        var functions = Processes.ChildrenOf(run.Id);
        run.Kill();
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        foreach (var function in functions)
            Assert.True(await Processes.EndsAsync(function, TimeSpan.FromSeconds(30)),
                $"seed {Seed}: the function {function} outlives the run that started it.");
        await written;
        return run.ExitCode != 0;
    }

    // A truncated line would be a call without its datums; the next run removes it.
    static async Task CheckMetricsAsync(Sandbox here)
    {
        var metrics = Path.Combine(here.Data, "cloudwatch", "metrics.jsonl");
        foreach (var line in (await File.ReadAllTextAsync(metrics, TestContext.Current.CancellationToken)).Split('\n')[..^1])
            Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(line).RootElement.ValueKind);
    }

    /// <summary>The rows of the bucket, run by run.</summary>
    sealed class Stored(IEnumerable<Line> lines)
    {
        readonly HashSet<string> _inputs = [.. lines.Select(line => $"{line.Eni} {line.Source} {line.End} {line.Action}")];
        readonly Dictionary<string, long> _files = [];

        public long Rows { get; private set; }

        /// <summary>Checks the files that the last run has stored: each row is a record of the input and occurs at most once.</summary>
        public async Task<int> AddNewFilesAsync(Sandbox here)
        {
            var files = Directory.EnumerateFiles(here.Bucket, "*", SearchOption.AllDirectories)
                .ToDictionary(file => file, file => new FileInfo(file).Length);
            Assert.All(_files, known => Assert.Equal(known.Value, files[known.Key]));
            var seen = new HashSet<string>();
            foreach (var file in files.Where(file => _files.TryAdd(file.Key, file.Value)).Select(file => file.Key))
            {
                Assert.EndsWith(".parquet", file, StringComparison.Ordinal);
                foreach (var row in await StoredRow.ReadFileAsync(here.Bucket, file))
                {
                    var record = $"{row["interface_id"]} {row["srcaddr"]} {new DateTimeOffset((DateTime)row["end"]!).ToUnixTimeSeconds()} "
                        + $"{row["action"]}";
                    Assert.True(_inputs.Contains(record), $"seed {Seed}: {record} was never read.");
                    Assert.True(seen.Add(record), $"seed {Seed}: one run has stored {record} twice.");
                }
            }
            Rows += seen.Count;
            return seen.Count;
        }
    }
}
