namespace FlowLogs;

/// <summary>
/// The working time of an invocation. It ends a little before Lambda ends the invocation, so that the answer can still be sent.
/// </summary>
public sealed class Deadline : IDisposable
{
    /// <summary>The longest time that a function may run. Source: "Lambda quotas", AWS Lambda Developer Guide.</summary>
    static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _working;
    readonly CancellationTokenSource _answering;

    /// <param name="remaining">The time until Lambda ends the invocation.</param>
    /// <param name="time">The clock.</param>
    public Deadline(TimeSpan remaining, TimeProvider time)
    {
        remaining = TimeSpan.FromTicks(Math.Clamp(remaining.Ticks, 0, LongestInvocation.Ticks));
        var reserve = TimeSpan.FromTicks(Math.Min(remaining.Ticks / 4, LongestReserve.Ticks));
        _working = new CancellationTokenSource(remaining - reserve, time);
        _answering = new CancellationTokenSource(remaining - (reserve / 4), time);
    }

    /// <summary>Cancelled at the end of the working time.</summary>
    public CancellationToken Working => _working.Token;

    /// <summary>Cancelled when there is no time for another call, not even for one that cleans up.</summary>
    public CancellationToken Answering => _answering.Token;

    /// <summary>Whether the working time has ended.</summary>
    public bool HasPassed => _working.IsCancellationRequested;

    public void Dispose()
    {
        _working.Dispose();
        _answering.Dispose();
    }
}
