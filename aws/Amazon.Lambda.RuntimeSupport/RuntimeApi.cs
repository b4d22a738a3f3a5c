using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Makes the four calls of the Lambda Runtime API, version 2018-06-01.</summary>
/// <remarks>Source: "Using the Lambda runtime API for custom runtimes", AWS Lambda Developer Guide.</remarks>
sealed class RuntimeApi
{
    const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";
    static readonly MediaTypeHeaderValue Json = new("application/json");
    static readonly MediaTypeHeaderValue ErrorJson = new("application/vnd.aws.lambda.error+json");

    readonly HttpClient _http;
    readonly string _root;
    readonly FunctionLog _log;
    readonly EventBuffer _event = new();

    /// <param name="http">The client, which must have no timeout.</param>
    /// <param name="endpoint">Host and port, or null for the value of <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    /// <param name="log">The log, which gets the request id of each event.</param>
    /// <exception cref="InvalidOperationException">The endpoint is missing.</exception>
    public RuntimeApi(HttpClient http, string? endpoint, FunctionLog log)
    {
        endpoint ??= Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API");
        if (string.IsNullOrWhiteSpace(endpoint))
            throw new InvalidOperationException(
                "AWS_LAMBDA_RUNTIME_API is not set. Start this executable in Lambda, or with an emulator of the Lambda Runtime API.");

        _http = http;
        _root = $"http://{endpoint}/2018-06-01/runtime/";
        _log = log;
    }

    /// <summary>Waits for the next event, without a time limit.</summary>
    public async Task<InvocationRequest> NextAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _root + "invocation/next");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();

        var requestId = Header(response, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new HttpRequestException("The Lambda Runtime API sent an event without the header Lambda-Runtime-Aws-Request-Id.");
        // As in the official package, no time is left without the header. Lambda always sends it.
        _ = long.TryParse(Header(response, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture, out var deadline);

        // The AWS SDK and X-Ray read the trace id from this variable. Null removes the previous event's.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", Header(response, "Lambda-Runtime-Trace-Id"));
        _log.RequestId = requestId;

        var body = await _event.ReadAsync(response.Content, cancellationToken);
        return new InvocationRequest(body, new InvocationContext
        {
            AwsRequestId = requestId,
            InvokedFunctionArn = Header(response, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            Deadline = DateTimeOffset.FromUnixTimeMilliseconds(deadline),
            Logger = _log,
        });
    }

    /// <summary>Sends the stream from its position to its end. Leaves it open.</summary>
    public Task RespondAsync(string requestId, Stream response)
    {
        var content = new ResponseContent(response);
        content.Headers.ContentType = Json;
        return PostAsync($"invocation/{requestId}/response", content, errorType: null);
    }

    public Task ReportErrorAsync(string requestId, Exception exception) =>
        PostErrorAsync($"invocation/{requestId}/error", exception);

    public Task ReportInitErrorAsync(Exception exception) => PostErrorAsync("init/error", exception);

    Task PostErrorAsync(string path, Exception exception)
    {
        var content = new ByteArrayContent(ErrorReport.Write(exception));
        content.Headers.ContentType = ErrorJson;
        return PostAsync(path, content, ErrorReport.TypeOf(exception));
    }

    async Task PostAsync(string path, HttpContent content, string? errorType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _root + path) { Content = content };
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation(ErrorTypeHeader, errorType);

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.IsSuccessStatusCode)
            return;

        // A 500 is a container error, after which the process must end. Source: as above.
        if (answer.StatusCode == HttpStatusCode.InternalServerError)
            answer.EnsureSuccessStatusCode();

        // Otherwise Lambda has already failed this event (413: the response is too large), and the next one can succeed.
        _log.Error($"The Lambda Runtime API refused {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
