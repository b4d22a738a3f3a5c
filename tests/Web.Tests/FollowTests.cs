using System.Diagnostics;
using System.Text;
using FlowLogs.Local.Input;

namespace FlowLogs.Local.Web.Tests;

public sealed class FollowTests
{
    [Fact]
    public async Task A_followed_file_gives_whole_lines_as_they_are_written()
    {
        var file = Path.GetTempFileName();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, "one\ntwo\nthr", end.Token);
        await using var pieces = new FollowedInput(file).PiecesAsync(end.Token).GetAsyncEnumerator(end.Token);

        Assert.Equal("one\ntwo\n", await NextAsync());
        await File.AppendAllTextAsync(file, "ee\nfour\n", end.Token);
        Assert.Equal("three\nfour\n", await NextAsync());
        await File.WriteAllTextAsync(file, "new\n", end.Token);
        Assert.Equal("new\n", await NextAsync());
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pieces.MoveNextAsync());
        File.Delete(file);

        async Task<string> NextAsync() => await pieces.MoveNextAsync() ? Encoding.UTF8.GetString(pieces.Current.ToArray()) : "";
    }

    [Fact]
    public async Task What_comes_through_a_pipe_is_stored_when_it_ends()
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-follow-").FullName;
        var flows = await FlowLogsCommand.RunAsync("generate", "--records", "500", "--seed", "3", "--hours", "1", "--start", "2026-11-01T06:00");
        await FlowLogsCommand.RunWithInputAsync(flows, "run", "--follow", "-", "--data", folder);

        Assert.Contains("500", await FlowLogsCommand.RunAsync("query", "--data", folder, "--output", "csv", "SELECT count(*) AS n FROM flow_logs"), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_line_that_does_not_fit_has_its_number_in_the_whole_and_the_format_is_the_calls()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it takes a Unix shell to write piece by piece");
        var folder = Directory.CreateTempSubdirectory("flowlogs-follow-").FullName;
        foreach (var (first, format) in new[] { ("action start end", ""), ("REJECT 1793530000 1793530060", "--format '${action} ${start} ${end}'") })
        {
            var script = $"(printf '{first}\\nACCEPT 1793530001 1793530061\\n'; sleep 3; printf 'ACCEPT 1793530001 1793530061\\nnone\\n') | dotnet flowlogs.dll run --follow - --data {folder} {format}";
            using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = AppContext.BaseDirectory, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var output = shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

            Assert.Equal("-:4: 1 field where the format has 3", errors.Split('\n').Single(line => line.StartsWith("-:", StringComparison.Ordinal)));
            Assert.Equal(2, (await output).Split('\n').Count(line => line.Contains("records in", StringComparison.Ordinal)));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said() =>
        await Assert.ThrowsAsync<InputException>(async () =>
        {
            await foreach (var _ in new FollowedInput("/no/such/file").PiecesAsync(TestContext.Current.CancellationToken))
            {
            }
        });
}
