namespace Emulator.Lambda;

/// <summary>One event of the Runtime API.</summary>
sealed class RuntimeInvocation(ReadOnlyMemory<byte> payload, TimeSpan timeout)
{
    readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<InvocationResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId { get; } = Guid.NewGuid().ToString();

    public ReadOnlyMemory<byte> Payload => payload;

    /// <summary>The time limit, which starts when the function receives the event.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Completes when the function has received the event.</summary>
    public Task Taken => _taken.Task;

    public Task<InvocationResult> Answer => _answer.Task;

    public void Take() => _taken.TrySetResult();

    public bool Complete(InvocationResult result) => _answer.TrySetResult(result);
}
