using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>A data folder on a full or read-only disk.</summary>
public sealed class FullDiskTests
{
    [Theory]
    [InlineData("8k")]
    [InlineData("700k")]
    [InlineData("nr_inodes=25")]
    public async Task A_full_disk_is_one_error_and_stored_rows_are_kept(string size)
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

        // After the disk has room again, the same inputs are stored completely: the rows that occur twice were stored before.
        disk.Remount("size=100m,nr_inodes=10000");
        var again = await here.RunAsync("run", "flows.txt");
        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
        Assert.Equal(30_000, again.Count("stored"));
        Assert.Equal(30_000 + rows.Count, (await here.RowsAsync()).Count);
        Figures.Tell($"flowlogs run: a disk full at {size} survived, {rows.Count} rows stored before");
    }

    [Fact]
    public async Task A_file_size_limit_is_an_error_of_one_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file size limit for a process.");
        using var here = new Sandbox();
        here.Write("flows.txt", Line.Some(20_000, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromMinutes(10)));

        // Files are limited to 16 KiB. With separate writable and executable memory, the runtime maps larger files.
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
    public async Task A_read_only_disk_can_be_queried_and_a_run_on_it_fails()
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
