using System.Diagnostics;
using System.Globalization;

namespace Tool.Tests.Cli;

/// <summary>Sample traffic of <c>generate</c> and <c>demo</c>.</summary>
public sealed class GenerateTests
{
    [Fact]
    public async Task Traffic_has_the_requested_records_and_time_and_depends_on_the_seed()
    {
        using var here = new Sandbox();
        string[] call = ["generate", "--records", "12345", "--seed", "9", "--start", "2027-02-28T22:00", "--hours", "3"];

        var traffic = await here.RunAsync(call);
        var again = await here.RunAsync(call);
        var other = await here.RunAsync([.. call[..4], "10", .. call[5..]]);

        Assert.Equal((0, ""), (traffic.ExitCode, traffic.Errors));
        var lines = traffic.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12_345, lines.Length);
        var start = new DateTimeOffset(2027, 2, 28, 22, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.All(lines, line => Assert.InRange(long.Parse(line.Split(' ')[11], CultureInfo.InvariantCulture), start, start + 3 * 3600));
        Assert.Equal(traffic.Output, again.Output);
        Assert.NotEqual(traffic.Output, other.Output);
    }

    [Fact]
    public async Task An_existing_file_is_appended_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test needs a Unix shell.");
        using var here = new Sandbox();
        here.Write("write.sh", "{ echo before; flowlogs generate --records 2 --start 2026-01-01; echo after; } > flows.txt");
        using var shell = Processes.Start(
            new ProcessStartInfo("sh", ["write.sh"]) { WorkingDirectory = here.Folder, Environment = { ["PATH"] = Sandbox.SearchPath } });
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        var lines = await File.ReadAllLinesAsync(here.PathOf("flows.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(("before", 4, "after"), (lines[0], lines.Length, lines[^1]));
        Assert.All(lines[1..^1], line => Assert.StartsWith("2 ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_ends_when_its_reader_closes_the_pipe()
    {
        using var here = new Sandbox();
        using var process = here.Start(new Dictionary<string, string>(), "generate", "--records", "10000000000");
        try
        {
            await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            process.StandardOutput.Close();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill();
        }
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
