using System.Collections.Concurrent;
using System.Text.Json;
using Emulator;
using Microsoft.AspNetCore.Http;

namespace AwsSdk.Tests;

/// <summary>A service on the emulator's server that sends queued answers in order and records the requests.</summary>
/// <remarks>The tests are about the client: no emulated service gives most of these answers.</remarks>
sealed class LoopbackService : IAsyncDisposable
{
    const int LargestRequest = 16 * 1024 * 1024;

    readonly ConcurrentQueue<Func<HttpContext, Task>> _answers;
    Loopback _server = null!;

    LoopbackService(IEnumerable<Func<HttpContext, Task>> answers) => _answers = new(answers);

    public string Url => $"{_server.Url}";

    public ConcurrentQueue<Received> Requests { get; } = new();

    public static async Task<LoopbackService> Start(params Func<HttpContext, Task>[] answers)
    {
        var service = new LoopbackService(answers);
        service._server = await Loopback.StartAsync(service.Handle, LargestRequest, Xunit.TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>An answer in JSON, with headers as "name: value".</summary>
    public static Func<HttpContext, Task> Json(int status, string body, params string[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        context.Response.Headers["x-amzn-RequestId"] = "request-1";
        foreach (var header in headers)
            context.Response.Headers[header[..header.IndexOf(':')]] = header[(header.IndexOf(':') + 1)..].Trim();
        await context.Response.WriteAsync(body);
    };

    public static Func<HttpContext, Task> Ok(string body = "{}") => Json(200, body);

    public static Func<HttpContext, Task> Error(int status, string type, string message) =>
        Json(status, $$"""{"__type":"com.amazonaws.example#{{type}}","message":"{{message}}"}""");

    public static Func<HttpContext, Task> Html(int status) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync("<html><body><h1>It broke</h1></body></html>");
    };

    public static Func<HttpContext, Task> Reset() => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public static Func<HttpContext, Task> Hang() => context => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task Handle(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Requests.Enqueue(new(
            context.Request.Method, context.Request.Path,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        if (_answers.TryDequeue(out var answer))
            await answer(context);
        else
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
    }
}

/// <summary>A request as received.</summary>
sealed record Received(string Method, string Path, Dictionary<string, string> Headers, byte[] Body)
{
    public string this[string header] => Headers.GetValueOrDefault(header, "");

    public JsonElement Json => JsonElement.Parse(Body);
}
