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
    public async Task A_file_that_is_not_there_is_said() =>
        await Assert.ThrowsAsync<InputException>(async () =>
        {
            await foreach (var _ in new FollowedInput("/no/such/file").PiecesAsync(TestContext.Current.CancellationToken))
            {
            }
        });
}
