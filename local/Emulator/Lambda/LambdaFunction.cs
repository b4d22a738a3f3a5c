using Emulator.Template;

namespace Emulator.Lambda;

/// <summary>
/// An invocable function of the template. Its executable keeps running between events and is started again after it has ended. Like an
/// execution environment of Lambda, it handles one event at a time.
/// </summary>
/// <param name="function">The function of the template.</param>
/// <param name="options">Its location and start options.</param>
public sealed class LambdaFunction(FunctionResource function, LambdaOptions? options = null) : IAsyncDisposable
{
    readonly LambdaOptions _options = options ?? new LambdaOptions();
    readonly SemaphoreSlim _turn = new(1);
    FunctionProcess? _process;
    bool _isDisposed;

    public FunctionResource Resource => function;

    /// <summary>Starts the process before the first event.</summary>
    /// <exception cref="FunctionException">The executable is missing or cannot be started.</exception>
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

    /// <summary>Invokes the function with one event.</summary>
    /// <param name="payload">JSON, at most <see cref="LambdaLimits.Payload"/> bytes. Do not change it before the response.</param>
    /// <param name="cancellationToken">Kills the process if it already has the event.</param>
    /// <returns>The response, or an error if the function throws, exceeds its Timeout or returns more than Lambda accepts.</returns>
    /// <exception cref="FunctionException">The event is too large, the process cannot be started, ends, or reports an initialization
    /// error.</exception>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        if (payload.Length > LambdaLimits.Payload)
            throw new FunctionException($"the event for {function.LogicalId} has {payload.Length} bytes. Lambda accepts at most "
                + $"{LambdaLimits.Payload}. Send less at once.");
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
            // The process may still handle the cancelled event.
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
