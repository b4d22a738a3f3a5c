using System.Globalization;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Handles one event.</summary>
public delegate Task<InvocationResponse> LambdaBootstrapHandler(InvocationRequest invocation);

/// <summary>Prepares the function. Returns <c>false</c> to take no event.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();

/// <summary>Runs the loop of a function: takes an event from the Lambda Runtime API, handles it, sends the response.</summary>
/// <remarks>Source: "Using the Lambda runtime API for custom runtimes", AWS Lambda Developer Guide.</remarks>
public sealed class LambdaBootstrap : IDisposable
{
    readonly LambdaBootstrapHandler _handler;
    readonly LambdaBootstrapInitializer? _initializer;
    readonly HttpClient? _ownHttpClient;
    readonly FunctionLog _log = new();
    readonly RuntimeApi _api;

    internal LambdaBootstrap(
        HttpClient? httpClient, LambdaBootstrapHandler handler, LambdaBootstrapOptions options, LambdaBootstrapInitializer? initializer)
    {
        _handler = handler;
        _initializer = initializer;
        if (httpClient is null)
            httpClient = _ownHttpClient = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

        // Lambda freezes the process while it waits for an event, for minutes or hours.
        httpClient.Timeout = Timeout.InfiniteTimeSpan;
        _api = new RuntimeApi(httpClient, options.RuntimeApiEndpoint, _log);
        LambdaLogger.Target = _log.Log;
        LimitHeap();
    }

    /// <summary>Handles events until <paramref name="cancellationToken"/> is cancelled.</summary>
    /// <remarks>
    /// An exception of a handler is reported, and the loop continues. An exception of the initializer is reported and rethrown.
    /// </remarks>
    /// <exception cref="HttpRequestException">The Lambda Runtime API could not be reached.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (!await InitializeAsync())
            return;

        try
        {
            while (!cancellationToken.IsCancellationRequested)
                await InvokeOnceAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled while waiting for an event.
        }
    }

    public void Dispose() => _ownHttpClient?.Dispose();

    // As the official package does, so that the garbage collector keeps the function within its memory. A lower limit stays.
    static void LimitHeap()
    {
        var size = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        if (!ulong.TryParse(size, CultureInfo.InvariantCulture, out var megabytes))
            return;
        var bytes = megabytes * 1024 * 1024;
        if ((ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < bytes)
            return;
        AppContext.SetData("GCHeapHardLimit", bytes);
        GC.RefreshMemoryLimit();
    }

    async Task<bool> InitializeAsync()
    {
        try
        {
            return _initializer is null || await _initializer();
        }
        catch (Exception exception)
        {
            _log.Unhandled(exception);
            await _api.ReportInitErrorAsync(exception);
            throw;
        }
    }

    async Task InvokeOnceAsync(CancellationToken cancellationToken)
    {
        using var invocation = await _api.NextAsync(cancellationToken);
        var requestId = invocation.LambdaContext.AwsRequestId;

        InvocationResponse response;
        CurrentInvocation.Begin(invocation.LambdaContext);
        try
        {
            response = await _handler(invocation);
        }
#pragma warning disable CA1031 // Any exception of the handler is reported as the response to this event.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _log.Unhandled(exception);
            await _api.ReportErrorAsync(requestId, exception);
            return;
        }
        finally
        {
            CurrentInvocation.End();
        }

        try
        {
            await _api.RespondAsync(requestId, response.OutputStream);
        }
        finally
        {
            if (response.DisposeOutputStream)
                await response.OutputStream.DisposeAsync();
        }
    }
}
