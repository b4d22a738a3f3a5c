using Emulator.Template;

namespace Emulator.Lambda;

/// <summary>
/// A function of the template that can be invoked: its own executable, kept running from one event to the next, and started again when it
/// has ended. As in one of Lambda's execution environments, it handles one event at a time; several of these handle several.
/// </summary>
/// <param name="function">As the template describes it.</param>
/// <param name="options">Where it is and what it is started with.</param>
public sealed class LambdaFunction(FunctionResource function, LambdaOptions? options = null) : IAsyncDisposable
{
    readonly LambdaOptions _options = options ?? new LambdaOptions();
    readonly SemaphoreSlim _turn = new(1);
    FunctionProcess? _process;
    bool _isDisposed;

    public FunctionResource Resource => function;

    /// <summary>Starts the process before there is an event, so that the first does not wait for it.</summary>
    /// <exception cref="FunctionException">There is no executable, or it cannot be run.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await RunningAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Has the function handle one event.</summary>
    /// <param name="payload">JSON, at most <see cref="LambdaLimits.Payload"/> bytes; not to be changed until the answer is there.</param>
    /// <param name="cancellationToken">Ends the function's process where it has the event already.</param>
    /// <returns>The function's answer; as an error also when it throws, takes longer than its Timeout or answers more than Lambda takes.</returns>
    /// <exception cref="FunctionException">The event is too large, the process cannot be started, ends, or reports an initialization error.</exception>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        if (payload.Length > LambdaLimits.Payload)
            throw new FunctionException($"the event for {function.LogicalId} has {payload.Length} bytes, and Lambda takes {LambdaLimits.Payload} at most; send less at once.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var process = await RunningAsync(cancellationToken);
                if (await process.InvokeAsync(payload, cancellationToken) is { } result)
                    return result;
            }
        }
        catch (OperationCanceledException)
        {
            // It may still work on what nobody waits for.
            _process?.Kill();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _turn.WaitAsync();
        if (_process is not null)
            await _process.DisposeAsync();
        _turn.Dispose();
    }

    async Task<FunctionProcess> RunningAsync(CancellationToken cancellationToken)
    {
        if (_process is { HasEnded: false })
            return _process;
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
        return _process = await FunctionProcess.StartAsync(function, _options, cancellationToken);
    }
}
