using Tool.Stack;
using Tool.Tests.Cli;

namespace Tool.Tests.Stack;

public sealed class RunIdTests
{
    [Fact]
    public async Task Objects_and_metrics_of_a_run_have_its_id()
    {
        using var here = new Sandbox();
        here.Write("a.txt", [new Line { Action = "REJECT" }, new Line { Packets = "x" }]);
        here.Write("b.txt", [new Line()]);

        Assert.Equal(0, (await here.RunAsync("run", "a.txt")).ExitCode);
        Assert.Equal(0, (await here.RunAsync("run", "b.txt")).ExitCode);

        var runs = RunManifest.All(here.Data);
        Assert.Equal(["a.txt", "b.txt"], runs.Select(run => Assert.Single(run.Inputs)));
        Assert.Equal([2, 1], runs.Select(run => run.Rows!.Value));
        Assert.All(runs, run => Assert.NotNull(run.Ended));
        var objects = StoredObject.All(here.Data).ToList();
        Assert.Equal(runs.Select(run => run.Id).Order(), objects.Select(stored => stored.RunId).Distinct().Order());
        Assert.All(objects, stored => Assert.True(stored is { Hour: not null, Bytes: > 0, IsError: false }, stored.Path));
        Assert.Contains($"\"run\":\"{runs[0].Id}\"", await File.ReadAllTextAsync(
            Path.Combine(here.Data, "cloudwatch", "metrics.jsonl"), TestContext.Current.CancellationToken));
    }
}
