using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace MetricPublisher.Tests;

/// <summary>The function with its own CloudWatch endpoint.</summary>
public abstract class FunctionFixture : IAsyncLifetime
{
    private protected StoredMetrics CloudWatch { get; private set; } = null!;

    private protected Function Function { get; private set; } = null!;

    private protected Invocation Context { get; } = new();

    /// <summary>The end of the window plus five minutes.</summary>
    private protected static TimeProvider Clock { get; } = new FakeTimeProvider(Events.WindowStart.AddMinutes(20));

    private protected static MetricPublisherSettings Settings { get; } = new() { Namespace = "VpcFlowLogs", StackName = "net" };

    public virtual async ValueTask InitializeAsync()
    {
        CloudWatch = await StoredMetrics.StartAsync();
        Function = new Function(CloudWatch.Client(), Settings, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await CloudWatch.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<string> InvokeAsync(string json, Function? function = null, Invocation? context = null)
    {
        ConsoleLines.CollectInto((context ?? Context).Lines);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using var answer = new StreamReader(await (function ?? Function).HandleAsync(input, context ?? Context));
        return await answer.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Invokes the function with a batch of a window and returns the packets by protocol number from its state, which may have other keys.
    /// </summary>
    private protected async Task<Dictionary<string, string>> PacketsAfterAsync(string window) =>
        (await StateAfterAsync(window)).Where(entry => entry.Key.All(char.IsAsciiDigit)).ToDictionary();

    /// <summary>Invokes the function with a batch of a window and returns its state.</summary>
    private protected async Task<Dictionary<string, string>> StateAfterAsync(string window)
    {
        using var answer = JsonDocument.Parse(await InvokeAsync(window));
        Assert.Equal(0, answer.RootElement.GetProperty("batchItemFailures").GetArrayLength());
        return answer.RootElement.GetProperty("state").Deserialize<Dictionary<string, string>>()!;
    }
}
