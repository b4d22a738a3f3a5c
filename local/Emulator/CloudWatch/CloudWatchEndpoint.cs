using System.IO.Compression;
using System.Text.Json;
using Emulator.Permissions;
using Microsoft.AspNetCore.Http;

namespace Emulator.CloudWatch;

/// <summary>
/// Plays the part of CloudWatch's API that MetricPublisher calls, on the loopback: <c>PutMetricData</c>, in AWS JSON 1.0 or in Smithy RPC
/// v2 CBOR, plain or compressed with gzip.
/// </summary>
/// <remarks>
/// The official client uses CBOR, the stand-in JSON. Signatures are not checked. Sources: "PutMetricData", Amazon CloudWatch API Reference;
/// "Smithy RPC v2 CBOR protocol", Smithy 2.0.
/// </remarks>
public sealed class CloudWatchEndpoint : IAsyncDisposable
{
    const string Target = "GraniteServiceVersion20100801.PutMetricData";
    const string CborPath = "/service/GraniteServiceVersion20100801/operation/PutMetricData";
    const string CborProtocol = "rpc-v2-cbor";
    const string ProtocolHeader = "smithy-protocol";

    // The limit of the request after decompression.
    const int LargestRequest = 1024 * 1024;

    readonly MetricStore _store;
    readonly TimeProvider _clock;
    readonly Loopback _server;

    CloudWatchEndpoint(MetricStore store, TimeProvider clock, Loopback server) => (_store, _clock, _server) = (store, clock, server);

    /// <summary>The URL for <c>AWS_ENDPOINT_URL_CLOUDWATCH</c>.</summary>
    public Uri Url => _server.Url;

    /// <inheritdoc cref="Loopback.Fault"/>
    internal Func<HttpContext, RequestDelegate, Task>? Fault { set => _server.Fault = value; }

    /// <summary>Starts listening on a free port of the loopback.</summary>
    /// <param name="dataFolder">The folder in which metrics are stored.</param>
    /// <param name="clock">The time of datums without a timestamp; the system's clock if null.</param>
    /// <param name="run">The id of the run that publishes the metrics; null outside a run.</param>
    /// <param name="callers">Finds the role of a caller; null to check no permissions.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static async Task<CloudWatchEndpoint> StartAsync(
        string dataFolder, TimeProvider? clock =
            null, string? run = null, CallerPermissions? callers = null, CancellationToken cancellation = default)
    {
        var store = MetricStore.Open(dataFolder, run);
        var time = clock ?? TimeProvider.System;
        return new CloudWatchEndpoint(store, time,
            await Loopback.StartAsync(http => AnswerAsync(http, store, time, callers), 16 * LargestRequest, cancellation));
    }

    /// <summary>Stores the metrics of a log line. Most lines contain no metrics.</summary>
    /// <exception cref="IOException">The metrics could not be stored.</exception>
    public void AddFromLog(string line)
    {
        if (EmbeddedMetricFormat.Read(line, _clock.GetUtcNow()) is { Count: > 0 } datums)
            _store.Add(datums);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _store.Dispose();
    }

    static async Task AnswerAsync(HttpContext http, MetricStore store, TimeProvider clock, CallerPermissions? callers)
    {
        var isCbor = http.Request.Headers[ProtocolHeader] == CborProtocol;
        http.Response.ContentType = isCbor ? "application/cbor" : "application/x-amz-json-1.0";
        if (isCbor)
            http.Response.Headers[ProtocolHeader] = CborProtocol;
        http.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        try
        {
            var datums = await ReadAsync(http.Request, isCbor, clock.GetUtcNow(), http.RequestAborted);
            if (callers?.Of(http.Request) is { } role)
                foreach (var space in datums.Select(datum => datum.Namespace).Distinct())
                    role.Demand("cloudwatch:PutMetricData", "*", new Dictionary<string, string> { ["cloudwatch:namespace"] = space });
            store.Add(datums);
            await http.Response.BodyWriter.WriteAsync(isCbor ? CborJson.Write() : "{}"u8.ToArray(), http.RequestAborted);
        }
        catch (AccessDeniedException denied)
        {
            var error = CloudWatchError.AccessDenied(denied.Message);
            await RefuseAsync(http, error.Status, error.Type, $"{error.Code};Sender", error.Message);
        }
        catch (CloudWatchError error)
        {
            await RefuseAsync(http, error.Status, error.Type, $"{error.Code};Sender", error.Message);
        }
        catch (IOException exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(http, StatusCodes.Status500InternalServerError, "InternalServiceFault", "InternalServiceError;Receiver",
                exception.Message);
        }
    }

    static async Task<IReadOnlyList<MetricDatum>> ReadAsync(HttpRequest request, bool isCbor, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (request.Method != HttpMethods.Post || (isCbor ? request.Path != CborPath : request.Headers["X-Amz-Target"] != Target))
            throw CloudWatchError.UnknownOperation();
        try
        {
            using var body = await BufferAsync(request, cancellation);
            var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
            return new PutMetricData(now).Read(isCbor ? CborJson.Read(bytes) : JsonElement.Parse(bytes.Span));
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw CloudWatchError.NotReadable(exception.Message);
        }
    }

    static async Task<MemoryStream> BufferAsync(HttpRequest request, CancellationToken cancellation)
    {
        await using var input = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress)
            : request.Body;
        var body = new MemoryStream();
        var block = new byte[16 * 1024];
        long length = 0;
        while (await input.ReadAsync(block, cancellation) is var read and > 0)
        {
            length += read;
            if (length <= LargestRequest)
                body.Write(block, 0, read);
            else if (length > 16 * LargestRequest)
                break;
        }
        return length <= LargestRequest ? body : throw CloudWatchError.TooLarge(length, LargestRequest);
    }

    static async Task RefuseAsync(HttpContext http, int status, string type, string query, string message)
    {
        http.Response.StatusCode = status;
        http.Response.Headers["x-amzn-query-error"] = query;
        type = $"com.amazonaws.cloudwatch#{type}";
        var body = http.Response.Headers.ContainsKey(ProtocolHeader)
            ? CborJson.Write(("__type", type), ("message", message))
            : JsonSerializer.SerializeToUtf8Bytes(new { __type = type, message });
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
