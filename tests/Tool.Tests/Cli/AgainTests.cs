using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>More than one run on one data folder.</summary>
public sealed class AgainTests
{
    static readonly Dictionary<string, string> NoVariables = [];

    [Fact]
    public async Task A_second_run_of_the_same_file_stores_its_rows_again()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", Line.Some(50, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromHours(2)));

        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        var once = (await here.RowsAsync()).Select(row => row.ToString()).ToList();
        var again = await here.RunAsync("run", "flows.txt");

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(50, again.Count("stored"));
        Assert.Equal(once.Concat(once).Order(), (await here.RowsAsync()).Select(row => row.ToString()).Order());
        Assert.Equal(["100"], await here.QueryAsync("select count(*) from flow_logs"));
    }

    [Fact]
    public async Task A_concurrent_run_is_refused_and_a_killed_run_leaves_whole_files()
    {
        using var here = new Sandbox();
        here.Write("many.txt", Line.Some(400_000, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromHours(48)));
        here.Write("few.txt", [new Line { Eni = "eni-few" }]);

        using (var long_ = here.Start(NoVariables, "run", "many.txt"))
        {
            try
            {
                await UntilAsync(() => here.ParquetFiles.Count(file => !file.Contains(".flowlogs", StringComparison.Ordinal)) > 2, long_);

                var second = await here.RunAsync("run", "few.txt");
                Assert.Equal(1, second.ExitCode);
                Assert.Contains("Another run is writing to the data folder", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
                Assert.False(long_.HasExited);
            }
            finally
            {
                long_.Kill();
            }
            await long_.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Each file is complete, and the bucket has nothing else.
        var before = (await here.RowsAsync()).Count;
        Assert.InRange(before, 1, 399_999);
        Assert.All(Directory.EnumerateFiles(here.Bucket, "*", SearchOption.AllDirectories), file =>
            Assert.EndsWith(".parquet", file, StringComparison.Ordinal));

        var next = await here.RunAsync("run", "few.txt");
        Assert.True(next.ExitCode == 0, next.Errors);
        Assert.Equal(before + 1, (await here.RowsAsync()).Count);
        Assert.Single(await here.QueryAsync("select 1 from flow_logs where interface_id = 'eni-few'"));
        Assert.Equal(["lock", "runs"], Directory.EnumerateFileSystemEntries(Path.Combine(here.Data, ".flowlogs")).Select(Path.GetFileName)
            .Order());
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_a_message()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that a test could send for Ctrl+C.");
        using var here = new Sandbox();
        here.Write("many.txt", Line.Some(400_000, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromHours(48)));
        using var run = here.Start(NoVariables, "run", "many.txt");
        await UntilAsync(() => here.ParquetFiles.Any(), run);

        using var kill = Process.Start("kill", ["-INT", $"{run.Id}"]);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, run.ExitCode);
        var error = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Matches("^flowlogs: Interrupted. Run [0-9a-f]{8} stored a part of its records. 'flowlogs data remove [0-9a-f]{8}' removes "
            + "them.\n$", error);
        Assert.NotEmpty(await here.RowsAsync());
        var id = error.Split(' ')[3];
        Assert.Equal(0, (await here.RunAsync("data", "remove", id)).ExitCode);
        Assert.Empty(await here.RowsAsync());
    }

    [Fact]
    public async Task A_file_as_data_folder_is_refused_and_unchanged()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", "2 3 4\n");

        foreach (var call in new string[][] { ["run", "flows.txt"], ["query", "select 1"],
            ["invoke", "PartitionRegistrar", "-e", "flows.txt"] })
        {
            File.WriteAllText(here.PathOf("flows.txt"), "{}");
            var outcome = await here.RunAsync([.. call, "--data", "flows.txt"]);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Equal("flowlogs: flows.txt is a file. Name a folder with --data.", Assert.Single(outcome.ErrorLines));
            Assert.Equal("{}", File.ReadAllText(here.PathOf("flows.txt")));
        }
    }

    [Fact]
    public async Task A_read_only_data_folder_is_an_error_of_one_line()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Root can write to every folder, and Windows has no file modes.");
            return;
        }
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        Directory.CreateDirectory(here.Data);
        File.SetUnixFileMode(here.Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = await here.RunAsync("run", "flows.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("flowlogs: flowlogs-data: cannot be used as the data folder: ", Assert.Single(run.ErrorLines),
            StringComparison.Ordinal);
    }

    static async Task UntilAsync(Func<bool> holds, Process process)
    {
        while (!holds())
        {
            Assert.False(process.HasExited, "The run ended before the test could observe it.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
