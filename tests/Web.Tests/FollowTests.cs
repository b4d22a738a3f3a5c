using System.Text;
using Tool.Input;

namespace Web.Tests;

public sealed class FollowTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-follow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_followed_file_gives_complete_lines_as_they_are_written()
    {
        var file = Path.Combine(_folder, "flows.log");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, "one\ntwo\nthr", end.Token);
        await using var pieces = new FollowedInput(file, _ => { }).PiecesAsync(end.Token).GetAsyncEnumerator(end.Token);

        Assert.Equal("one\ntwo\n", await NextAsync());
        await File.AppendAllTextAsync(file, "ee\nfour\n", end.Token);
        Assert.Equal("three\nfour\n", await NextAsync());
        await File.WriteAllTextAsync(file, "new\n", end.Token);
        Assert.Equal("new\n", await NextAsync());
        await end.CancelAsync();
        Assert.False(await pieces.MoveNextAsync());

        async Task<string> NextAsync() => await pieces.MoveNextAsync() ? Encoding.UTF8.GetString(pieces.Current.ToArray()) : "";
    }

    [Fact]
    public async Task Records_from_a_pipe_are_stored_at_its_end()
    {
        var flows = await FlowLogsCommand.RunAsync("generate", "--records", "500", "--seed", "3", "--hours", "1", "--start",
            "2026-11-01T06:00");
        await FlowLogsCommand.RunWithInputAsync(flows, "run", "--follow", "-", "--data", _folder);

        Assert.Contains("500", await FlowLogsCommand.RunAsync("query", "--data", _folder, "--output", "csv",
            "SELECT count(*) AS n FROM flow_logs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action start end\n")]
    [InlineData("REJECT 1793530000 1793530060\n", "--format", "${action} ${start} ${end}")]
    public async Task A_bad_line_has_its_number_in_the_whole_input(string first, params string[] format)
    {
        const string Record = "ACCEPT 1793530001 1793530061\n";
        using var flowlogs = FlowLogsCommand.Start(["run", "--follow", "-", "--data", _folder, .. format]);
        var errors = flowlogs.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        await flowlogs.StandardInput.WriteAsync(first + Record);
        await flowlogs.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        while (await flowlogs.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
            && !line.Contains("records in", StringComparison.Ordinal))
        {
        }
        await flowlogs.StandardInput.WriteAsync($"{Record}none\n");
        flowlogs.StandardInput.Close();

        Assert.Contains("records in", await flowlogs.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal("-:4: 1 field where the format has 3", (await errors).Split('\n')
            .Single(line => line.StartsWith("-:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_file_is_an_error() =>
        await Assert.ThrowsAsync<InputException>(async () =>
        {
            await foreach (var _ in new FollowedInput("/no/such/file", _ => { }).PiecesAsync(TestContext.Current.CancellationToken))
            {
            }
        });
}
