using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Emulator.Lambda;
using Emulator.Template;

namespace Faults.Tests;

/// <summary>Runs a function of the template as an executable with an AWS that fails on purpose.</summary>
public abstract class FunctionUnderFault : IAsyncLifetime
{
    static readonly StackTemplate Template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    readonly Stopwatch _clock = Stopwatch.StartNew();
    ConcurrentQueue<string> _log = new();
    LambdaFunction _function = null!;
    FaultyAws? _aws;

    private protected FaultyAws Aws => _aws!;

    private protected int Survived { get; set; }

    protected abstract string FunctionName { get; }

    /// <summary>The function's time-out, before which every outcome must arrive.</summary>
    protected virtual int Seconds => 6;

    public async ValueTask InitializeAsync()
    {
        _aws = await FaultyAws.StartAsync();
        _function = new LambdaFunction(
            FunctionResource.Find(Template, FunctionName) with { Timeout = TimeSpan.FromSeconds(Seconds) },
            new LambdaOptions
            {
                Environment = _aws.Environment,
                Log = line => _log.Enqueue(line),
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _function.DisposeAsync();
        await Aws.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds the number of survived faults of a call to the figures.</summary>
    private protected void Tell(string call) =>
        Figures.Tell($"{FunctionName}: {Survived} faults of {call} survived, in {_clock.Elapsed.TotalSeconds:0} s");

    private protected async Task<Outcome> InvokeAsync(byte[] payload)
    {
        _log = new();
        using var result = await _function.InvokeAsync(payload, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Sandbox.Timedout", result.ToString(), StringComparison.Ordinal);
        return new Outcome(result.IsError, Encoding.UTF8.GetString(result.Payload.Span), result.IsError ? result.ToString() : "", _log);
    }

    private protected Task<Outcome> InvokeSampleAsync(string name) =>
        InvokeAsync(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "events", $"{name}.json")));
}
