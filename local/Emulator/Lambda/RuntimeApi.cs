using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator.Lambda;

/// <summary>
/// The Lambda Runtime API of one process on the loopback: a queue of events and one pending response per request id
/// ("Using the Lambda runtime API for custom runtimes", AWS Lambda Developer Guide).
/// </summary>
sealed class RuntimeApi : IHttpApplication<HttpContext>, IAsyncDisposable
{
    const string Version = "/2018-06-01/runtime";

    readonly Channel<RuntimeInvocation> _queue = Channel.CreateUnbounded<RuntimeInvocation>();
    readonly ConcurrentDictionary<string, RuntimeInvocation> _waiting = new();
    readonly TaskCompletionSource<InvocationResult> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly string _functionArn;
    readonly WebApplication _host;
    readonly IServer _server;

    RuntimeApi(string functionArn)
    {
        _functionArn = functionArn;
        // Only the server of the host is used. The host is never started, so it does not handle Ctrl+C, read configuration or log.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, 0);
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            // Not infinite: Kestrel adds the time to its clock, and an overflow ends the connection at the next tick.
            options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        });
        _host = builder.Build();
        _server = _host.Services.GetRequiredService<IServer>();
    }

    /// <summary>Host and port, the value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Endpoint => new Uri(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Authority;

    /// <summary>Completes when the function reports an initialization error.</summary>
    public Task<InvocationResult> InitError => _initError.Task;

    public static async Task<RuntimeApi> StartAsync(string functionArn, CancellationToken cancellationToken)
    {
        var api = new RuntimeApi(functionArn);
        await api._server.StartAsync(api, cancellationToken);
        return api;
    }

    public void Enqueue(RuntimeInvocation invocation) => _queue.Writer.TryWrite(invocation);

    /// <summary>Ends the long poll, and with it a function that waits for an event.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _host.DisposeAsync();
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // The request owns all of its resources.
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The function has ended; its process reports that.
        }
    }

    Task RouteAsync(HttpContext context)
    {
        if (!Loopback.IsFromProgram(context.Request))
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "Forbidden", "Only a program of this machine may ask.");
        if (!context.Request.Path.StartsWithSegments(Version, out var rest))
            return RefuseAsync(context, StatusCodes.Status404NotFound, "NotFound", "This is the Lambda Runtime API, version 2018-06-01.");
        return (context.Request.Method, rest.Value?.Split('/')) switch
        {
            ("GET", ["", "invocation", "next"]) => NextAsync(context),
            ("POST", ["", "invocation", var id, "response"]) => AnswerAsync(context, id, isError: false),
            ("POST", ["", "invocation", var id, "error"]) => AnswerAsync(context, id, isError: true),
            ("POST", ["", "init", "error"]) => InitErrorAsync(context),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "NotFound",
                $"The Lambda Runtime API has no {context.Request.Method} {context.Request.Path}."),
        };
    }

    async Task NextAsync(HttpContext context)
    {
        var invocation = await _queue.Reader.ReadAsync(context.RequestAborted);
        _waiting[invocation.RequestId] = invocation;
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] =
            (DateTimeOffset.UtcNow + invocation.Timeout).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = _functionArn;
        headers["Lambda-Runtime-Trace-Id"] = TraceId(invocation.RequestId);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        invocation.Take();
        await context.Response.BodyWriter.WriteAsync(invocation.Payload, context.RequestAborted);
    }

    async Task AnswerAsync(HttpContext context, string requestId, bool isError)
    {
        if (!_waiting.TryRemove(requestId, out var invocation))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "InvalidRequestID",
                $"No event with the request id {requestId} waits for a response.");
            return;
        }

        var (buffer, length) = await ReadAsync(context);
        if (length > LambdaLimits.Payload)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            invocation.Complete(InvocationResult.Error("Function.ResponseSizeTooLarge",
                $"Response payload size ({length} bytes) exceeded maximum allowed payload size ({LambdaLimits.Payload} bytes)."));
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge",
                $"Exceeded maximum allowed payload size ({LambdaLimits.Payload} bytes).");
            return;
        }

        try
        {
            // Accepts the response first, because the caller may end the process right after it.
            await AcceptAsync(context);
        }
        finally
        {
            var result = InvocationResult.FromPool(buffer, (int)length, isError);
            if (!invocation.Complete(result))
                result.Dispose();
        }
    }

    async Task InitErrorAsync(HttpContext context)
    {
        var (buffer, length) = await ReadAsync(context);
        _initError.TrySetResult(InvocationResult.FromPool(buffer, (int)Math.Min(length, LambdaLimits.Payload), isError: true));
        await AcceptAsync(context);
    }

    // Reads everything, so that the function can finish sending, but keeps at most the limit.
    static async Task<(byte[] Buffer, long Length)> ReadAsync(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(context.Request.ContentLength ?? 65_536, LambdaLimits.Payload));
        var body = context.Request.BodyReader;
        long length = 0;
        ReadResult read;
        do
        {
            read = await body.ReadAsync(context.RequestAborted);
            foreach (var part in read.Buffer)
            {
                if (length + part.Length <= LambdaLimits.Payload)
                {
                    buffer = Grown(buffer, (int)length, (int)length + part.Length);
                    part.CopyTo(buffer.AsMemory((int)length));
                }

                length += part.Length;
            }

            body.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
        return (buffer, length);
    }

    static byte[] Grown(byte[] buffer, int used, int needed)
    {
        if (needed <= buffer.Length)
            return buffer;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * buffer.Length));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    static async Task AcceptAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"status":"OK"}""");
        await context.Response.CompleteAsync();
    }

    static async Task RefuseAsync(HttpContext context, int status, string type, string message)
    {
        var body = LambdaError.Write(type, message);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    // "Tracing header" (AWS X-Ray Developer Guide): time and 24 hexadecimal digits; not sampled, as nothing collects traces here.
    static string TraceId(string requestId)
    {
        var digits = requestId.Replace("-", "", StringComparison.Ordinal);
        return $"Root=1-{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x8}-{digits[..24]};Parent={digits[16..]};Sampled=0";
    }
}
