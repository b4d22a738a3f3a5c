using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>A data folder that cannot be written to, or only so far.</summary>
public sealed class FullDiskTests
{
    [Theory]
    [InlineData("8k")]
    [InlineData("200k")]
    [InlineData("700k")]
    [InlineData("nr_inodes=25")]
    public async Task A_disk_that_gets_full_is_told_of_in_one_sentence_and_what_was_stored_stays(string size)
    {
        using var here = new Sandbox();
        here.Write("flows.txt", Line.Some(30_000, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromHours(3)));
        using var disk = new SmallDisk(here.Data, size.Contains('=', StringComparison.Ordinal) ? size : $"size={size}");

        var run = await here.RunAsync("run", "flows.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("No space left on device", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("flowlogs: ", run.Errors, StringComparison.Ordinal);
        var rows = await here.RowsAsync();
        Assert.InRange(rows.Count, 0, 29_999);

        // With room again, the same inputs are stored whole: what is there twice is what was there before.
        disk.Remount("size=100m,nr_inodes=10000");
        var again = await here.RunAsync("run", "flows.txt");
        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
        Assert.Equal(30_000, again.Count("stored"));
        Assert.Equal(30_000 + rows.Count, (await here.RowsAsync()).Count);
        Figures.Tell($"flowlogs run: a disk full at {size} survived, {rows.Count} rows stored before");
    }

    [Fact]
    public async Task A_file_that_may_not_grow_is_told_of_in_one_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit of a file's size for a process.");
        using var here = new Sandbox();
        here.Write("flows.txt", Line.Some(20_000, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromMinutes(10)));

        // 16 KiB a file. The runtime maps more than that for code when it keeps writable and executable memory apart.
        using var process = Processes.Start(
            new ProcessStartInfo("bash", ["-c", "ulimit -f 16; exec \"$0\" run flows.txt", Sandbox.Executable])
            {
                WorkingDirectory = here.Folder,
                Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("File too large", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Empty(here.ParquetFiles);
    }

    [Fact]
    public async Task A_read_only_disk_can_be_queried_and_a_run_on_it_says_why_it_cannot()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        using var disk = new SmallDisk(here.Data, "size=10m");
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        disk.Remount("ro");

        var run = await here.RunAsync("run", "flows.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("flowlogs: Cannot use the data folder flowlogs-data: Read-only file system", Assert.Single(run.ErrorLines),
            StringComparison.Ordinal);
        Assert.Equal(["1"], await here.QueryAsync("select count(*) from flow_logs"));
        Assert.Equal(0, (await here.RunAsync("metrics")).ExitCode);
    }
}
