using Emulator.Template;
using Tool.Stack;
using Tool.Tests.Cli;

namespace Tool.Tests.Stack;

public sealed class LocalStackTests
{
    [Fact]
    public async Task A_stack_that_cannot_start_leaves_no_function_running()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The functions of this test are found by their environment in /proc, which only Linux has.");
            return;
        }
        using var here = new Sandbox();
        here.WriteTemplate("template.yaml", ("rate(1 hour)", "cron(5 * * * ? *)"));
        var mark = $"Mark{Guid.NewGuid():n}";
        var template = StackTemplate.Load(here.PathOf("template.yaml"), new Dictionary<string, string> { ["MetricNamespace"] = mark });
        using var data = DataFolder.OpenForRun(here.Data);

        var failure = await Assert.ThrowsAsync<StackException>(() =>
            LocalStack.StartAsync(template, data, (_, _) => { }, TestContext.Current.CancellationToken));

        Assert.Contains("cron(5 * * * ? *)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), process =>
            EnvironmentOf(process).Contains(mark, StringComparison.Ordinal));
    }

    static string EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
