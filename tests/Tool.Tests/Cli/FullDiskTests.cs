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

        // 16 KiB a file.
        var (code, errors) = await LimitedAsync(here, 16, "run", "flows.txt");

        Assert.Equal(1, code);
        Assert.Contains("File too large", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Empty(here.ParquetFiles);
    }

    [Fact]
    public async Task A_catalog_that_may_not_grow_stays_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit of a file's size for a process.");
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        Assert.Equal(0, (await here.RunAsync("query", $"ALTER TABLE flow_logs ADD {Days(2000, 200)}")).ExitCode);
        var catalog = Directory.GetFiles(Path.Combine(here.Data, "glue"), "partitions", SearchOption.AllDirectories).Single();
        var before = await File.ReadAllBytesAsync(catalog, TestContext.Current.CancellationToken);

        // 8 KiB a file.
        var (code, errors) = await LimitedAsync(here, 8, "query", $"ALTER TABLE flow_logs ADD {Days(2010, 1)}");

        Assert.Equal(1, code);
        Assert.Contains("File too large", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(catalog, TestContext.Current.CancellationToken));

        static string Days(int year, int count) => string.Join(' ', Enumerable.Range(0, count).Select(day =>
            new DateTime(year, 1, 1).AddDays(day))
            .Select(day => $"PARTITION (year='{day:yyyy}', month='{day:MM}', day='{day:dd}', hour='00')"));
    }

    [Fact]
    public async Task Metrics_that_may_not_grow_have_only_whole_lines()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit of a file's size for a process.");
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        var metrics = Path.Combine(here.Data, "cloudwatch", "metrics.jsonl");
        var line = File.ReadLines(metrics).First();
        // All but 20 bytes of the 16 KiB that a file may have.
        var text = await File.ReadAllTextAsync(metrics, TestContext.Current.CancellationToken);
        while (text.Length + line.Length < 16_384 - 20)
            text += line + "\n";
        text += new string(' ', 16_384 - 20 - text.Length - 3) + "[]\n";
        await File.WriteAllTextAsync(metrics, text, TestContext.Current.CancellationToken);

        var (code, errors) = await LimitedAsync(here, 16, "invoke", "Decompressor", "-e",
            Path.Combine(AppContext.BaseDirectory, "events", "firehose-cloudwatch-logs.json"));

        Assert.Equal(1, code);
        Assert.StartsWith("flowlogs: Metrics of the functions' logs cannot be stored: ", errors[^1], StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(metrics, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await here.RunAsync("metrics")).ExitCode);
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

    static async Task<(int Code, string[] Errors)> LimitedAsync(Sandbox here, int kibibytes, params string[] arguments)
    {
        // The runtime maps more than that for code when it keeps writable and executable memory apart.
        using var process = Processes.Start(
            new ProcessStartInfo("bash", ["-c", $"ulimit -f {kibibytes}; exec \"$0\" \"$@\"", Sandbox.Executable, .. arguments])
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
        return (process.ExitCode, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
