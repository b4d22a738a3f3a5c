using System.Diagnostics;

namespace FlowLogs.Local.Tests.Cli;

/// <summary>More than one run on one data folder.</summary>
public sealed class AgainTests
{
    static readonly Dictionary<string, string> NoVariables = [];

    [Fact]
    public async Task The_same_file_again_adds_its_rows_once_more()
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
    public async Task A_second_run_at_once_is_refused_and_a_killed_run_leaves_nothing_half_written()
    {
        // On a busy machine the signal can come when all is stored: then with more.
        foreach (var records in new[] { 400_000, 1_600_000, 6_400_000 })
        {
            using var here = new Sandbox();
            here.Write("many.txt", Line.Some(records, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromHours(48)));
            using var run = here.Start(NoVariables, "run", "many.txt");
            await UntilAsync(() => here.ParquetFiles.Any(), run);
            using var kill = Process.Start("kill", ["-INT", $"{run.Id}"]);
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (run.ExitCode == 0)
                continue;

            Assert.Equal(1, run.ExitCode);
            Assert.Equal("flowlogs: interrupted.\n", await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.NotEmpty(await here.RowsAsync());
            return;
        }
        Assert.Fail("No run could be interrupted before it had ended.");
    }

    [Fact]
    public async Task A_file_is_no_data_folder_and_stays_as_it_is()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", "2 3 4\n");

        foreach (var call in new string[][] { ["run", "flows.txt"], ["query", "select 1"], ["invoke", "PartitionRegistrar", "-e", "flows.txt"] })
        {
            File.WriteAllText(here.PathOf("flows.txt"), "{}");
            var outcome = await here.RunAsync([.. call, "--data", "flows.txt"]);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Equal("flowlogs: flows.txt: is a file; --data names a folder.", Assert.Single(outcome.ErrorLines));
            Assert.Equal("{}", File.ReadAllText(here.PathOf("flows.txt")));
        }
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_told_of()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("root may write everywhere, and Windows has no such modes: nothing to see here.");
            return;
        }
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        Directory.CreateDirectory(here.Data);
        File.SetUnixFileMode(here.Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = await here.RunAsync("run", "flows.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("flowlogs: flowlogs-data: cannot be used as the data folder: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    static async Task UntilAsync(Func<bool> holds, Process process)
    {
        while (!holds())
        {
            if (process.HasExited)
                return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
