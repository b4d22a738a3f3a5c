using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Handles one event.</summary>
public delegate Task<InvocationResponse> LambdaBootstrapHandler(InvocationRequest invocation);

/// <summary>Prepares the function. <c>false</c> means that no event shall be taken.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();

/// <summary>The function's loop: take an event from the Lambda Runtime API, handle it, answer.</summary>
/// <remarks>AWS: "Using the Lambda runtime API for custom runtimes".</remarks>
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
    }

    /// <summary>
    /// Handles events until <paramref name="cancellationToken"/> is cancelled. What a handler throws is reported and the loop goes on;
    /// what the initializer throws is reported and thrown, since no event can be handled after it.
    /// </summary>
    /// <exception cref="HttpRequestException">The Runtime API could not be reached.</exception>
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
            // Asked to stop while it waited for an event.
        }
    }

    public void Dispose() => _ownHttpClient?.Dispose();

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
#pragma warning disable CA1031 // Whatever the handler throws is its answer to this event.
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
