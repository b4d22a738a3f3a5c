using System.Collections.Concurrent;
using System.Threading.Channels;
using Emulator;
using Microsoft.AspNetCore.Http;

namespace Aws.Tests;

/// <summary>An event with the headers that Lambda sends.</summary>
sealed record Invocation(string RequestId, byte[] Event)
{
    public long DeadlineMs { get; init; } = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds();

    public string? FunctionArn { get; init; }

    public string? TraceId { get; init; }

    /// <summary>Whether the event is sent without Content-Length, as by a proxy.</summary>
    public bool Chunked { get; init; }

    /// <summary>The status that the Runtime API sends for the response or the error.</summary>
    public int AnswerStatus { get; init; } = StatusCodes.Status202Accepted;
}

/// <summary>A response or an error of the function.</summary>
sealed record Answer(string Path, byte[] Body, string? ContentType, string? ErrorType, long? ContentLength)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}

/// <summary>
/// Serves the Lambda Runtime API on a loopback port, with one queue of events and one pending answer for each request id.
/// </summary>
sealed class FakeRuntimeApi : IAsyncDisposable
{
    readonly Channel<Invocation> _events = Channel.CreateUnbounded<Invocation>();
    readonly ConcurrentDictionary<string, (Invocation Invocation, TaskCompletionSource<Answer> Answer)> _waiting = new();
    readonly TaskCompletionSource<Answer> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Loopback _server = null!;

    /// <summary>Host and port, as in AWS_LAMBDA_RUNTIME_API.</summary>
    public string Endpoint => _server.Url.Authority;

    public Task<Answer> InitError => _initError.Task;

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var api = new FakeRuntimeApi();
        api._server = await Loopback.StartAsync(api.Handle, long.MaxValue, CancellationToken.None);
        return api;
    }

    public async Task<Answer> InvokeAsync(Invocation invocation)
    {
        var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[invocation.RequestId] = (invocation, answer);
        await _events.Writer.WriteAsync(invocation);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public Task<Answer> InvokeAsync(string requestId, string json) =>
        InvokeAsync(new Invocation(requestId, System.Text.Encoding.UTF8.GetBytes(json)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    Task Handle(HttpContext http) => http.Request.Path.Value!.Split('/') switch
    {
        ["", "2018-06-01", "runtime", "invocation", "next"] => Next(http),
        ["", "2018-06-01", "runtime", "invocation", var id, _] => Answered(http, id),
        ["", "2018-06-01", "runtime", "init", "error"] => InitFailed(http),
        _ => SendStatusAsync(http, StatusCodes.Status404NotFound),
    };

    async Task Next(HttpContext http)
    {
        var next = await _events.Reader.ReadAsync(http.RequestAborted);
        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = next.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = next.DeadlineMs.ToString();
        if (next.FunctionArn is { } arn)
            headers["Lambda-Runtime-Invoked-Function-Arn"] = arn;
        if (next.TraceId is { } trace)
            headers["Lambda-Runtime-Trace-Id"] = trace;
        if (!next.Chunked)
            http.Response.ContentLength = next.Event.Length;
        await http.Response.Body.WriteAsync(next.Event);
    }

    async Task Answered(HttpContext http, string id)
    {
        var (invocation, waiting) = _waiting[id];
        var answer = await ReadAsync(http);
        await SendStatusAsync(http, invocation.AnswerStatus);
        waiting.SetResult(answer);
    }

    async Task InitFailed(HttpContext http)
    {
        var answer = await ReadAsync(http);
        await SendStatusAsync(http, StatusCodes.Status202Accepted);
        _initError.SetResult(answer);
    }

    // The official RuntimeSupport reads the body as JSON, and exits if the body is empty.
    static async Task SendStatusAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(status < 300 ? """{"status":"OK"}""" : """{"errorMessage":"Exceeded maximum allowed payload size.","errorType":"RequestEntityTooLarge"}""");
        await http.Response.CompleteAsync();
    }

    static async Task<Answer> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return new Answer(
            http.Request.Path, body.ToArray(), http.Request.ContentType,
            http.Request.Headers["Lambda-Runtime-Function-Error-Type"].FirstOrDefault(), http.Request.ContentLength);
    }
}
