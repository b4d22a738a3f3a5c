namespace PartitionRegistrar;

/// <summary>
/// The moment to stop waiting: a little before Lambda ends the invocation, so that what is left can be stopped and the answer sent.
/// </summary>
public sealed class Deadline : IDisposable
{
    /// <summary>The most that a Lambda function may run. Source: "Lambda quotas", AWS Lambda Developer Guide.</summary>
    static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _waiting;
    readonly CancellationTokenSource _answering;

    /// <param name="remaining">The time until Lambda ends the invocation.</param>
    /// <param name="time">The clock.</param>
    public Deadline(TimeSpan remaining, TimeProvider time)
    {
        remaining = TimeSpan.FromTicks(Math.Clamp(remaining.Ticks, 0, LongestInvocation.Ticks));
        var reserve = remaining / 4 < LongestReserve ? remaining / 4 : LongestReserve;
        _waiting = new CancellationTokenSource(remaining - reserve, time);
        _answering = new CancellationTokenSource(remaining - (reserve / 4), time);
    }

    /// <summary>Cancelled when it is time to stop waiting.</summary>
    public CancellationToken Waiting => _waiting.Token;

    /// <summary>Cancelled when not even a last call has time.</summary>
    public CancellationToken Answering => _answering.Token;

    /// <summary>Whether it is time to stop waiting.</summary>
    public bool HasPassed => _waiting.IsCancellationRequested;

    public void Dispose()
    {
        _waiting.Dispose();
        _answering.Dispose();
    }
}
