using System.Text.Json;
using Emulator.Permissions;
using Emulator.Template;
using Microsoft.AspNetCore.Http;

namespace Emulator.Firehose;

/// <summary>The Firehose API that Decompressor calls, on the loopback: <c>PutRecordBatch</c>.</summary>
/// <remarks>Source: "PutRecordBatch", Amazon Data Firehose API Reference.</remarks>
public sealed class FirehoseEndpoint : IAsyncDisposable
{
    const int LargestCall = 4 * 1024 * 1024;
    const int LargestRecord = 1000 * 1024;
    const int MostRecords = 500;

    readonly Loopback _server;

    FirehoseEndpoint(Loopback server) => _server = server;

    /// <summary>The URL for <c>AWS_ENDPOINT_URL_FIREHOSE</c>.</summary>
    public Uri Url => _server.Url;

    /// <inheritdoc cref="Loopback.Fault"/>
    internal Func<HttpContext, RequestDelegate, Task>? Fault { set => _server.Fault = value; }

    /// <param name="streamName">The name of the delivery stream.</param>
    /// <param name="put">Receives the data of each record, and returns whether the stream accepts it.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <param name="callers">Finds the role of a caller; null to check no permissions.</param>
    public static async Task<FirehoseEndpoint> StartAsync(
        string streamName, Func<byte[], bool> put, CancellationToken cancellation, CallerPermissions? callers = null) =>
        // Base64 makes records a third longer.
        new(await Loopback.StartAsync(http => AnswerAsync(http, streamName, put, callers), 2 * LargestCall, cancellation));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    static async Task AnswerAsync(HttpContext context, string streamName, Func<byte[], bool> put, CallerPermissions? callers)
    {
        if (context.Request.Headers["X-Amz-Target"] != "Firehose_20150804.PutRecordBatch")
        {
            await RefuseAsync(context, "UnknownOperationException", "This endpoint has PutRecordBatch only.");
            return;
        }
        using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var name = request.RootElement.GetProperty("DeliveryStreamName").GetString();
        var records = request.RootElement.GetProperty("Records").EnumerateArray()
            .Select(record => record.GetProperty("Data").GetBytesFromBase64()).ToList();
        try
        {
            callers?.Of(context.Request)?.Demand(
                "firehose:PutRecordBatch", ResourceKinds.Fill("arn:{partition}:firehose:{region}:{account}:deliverystream/{name}", name
                    ?? ""));
        }
        catch (AccessDeniedException e)
        {
            await RefuseAsync(context, "AccessDeniedException", e.Message);
            return;
        }
        if (name != streamName)
            await RefuseAsync(context, "ResourceNotFoundException",
                $"Firehose {name} under account {PseudoParameters.AccountId} not found.");
        else if (records.Count is 0 or > MostRecords || records.Sum(record => (long)record.Length) > LargestCall
            || records.Exists(record => record.Length > LargestRecord))
            await RefuseAsync(context, "InvalidArgumentException", "A call has 1 to 500 records of at most 1,000 KiB, and 4 MiB in all.");
        else
        {
            var accepted = records.ConvertAll(record => put(record));
            await WriteAsync(context, new
            {
                FailedPutCount = accepted.Count(isAccepted => !isAccepted),
                Encrypted = false,
                RequestResponses = accepted.Select<bool, object>(isAccepted => isAccepted
                    ? new { RecordId = Guid.NewGuid().ToString() }
                    : new { ErrorCode = "ServiceUnavailableException", ErrorMessage = "Slow down." }),
            });
        }
    }

    static Task RefuseAsync(HttpContext context, string type, string message)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteAsync(context, new { __type = type, message });
    }

    // Names keep their case. By default, ASP.NET Core writes them in camel case.
    static Task WriteAsync<T>(HttpContext context, T answer) =>
        context.Response.WriteAsJsonAsync(answer, JsonSerializerOptions.Default, "application/x-amz-json-1.1", context.RequestAborted);
}
