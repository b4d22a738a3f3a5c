using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Amazon.CloudWatch;
using Amazon.Runtime;
using Emulator.CloudWatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MetricPublisher.Tests;

/// <summary>A datum of a request, with its dimensions as "Name=Value" in order.</summary>
sealed record SentDatum(string Namespace, string Metric, string Dimensions, DateTime Timestamp, double Value, string Unit);

/// <summary>
/// Plays CloudWatch's PutMetricData on a loopback port, in JSON for the stand-in and in CBOR for the official client. Accepts every
/// request, or sends the answers that a test has queued.
/// </summary>
sealed class LoopbackCloudWatch : IAsyncDisposable
{
    const string ProtocolHeader = "smithy-protocol";

    readonly WebApplication _app;
    readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();

    LoopbackCloudWatch(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The datums of each successful call.</summary>
    public ConcurrentQueue<SentDatum[]> Calls { get; } = new();

    public int Requests { get; private set; }

    public IEnumerable<SentDatum> Datums => Calls.SelectMany(call => call);

    /// <summary>The datums of rejected packets.</summary>
    public IEnumerable<SentDatum> Packets =>
        Datums.Where(datum => datum.Metric is RejectMetrics.RejectedTcpPackets or RejectMetrics.RejectedPackets);

    public static async Task<LoopbackCloudWatch> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var cloudWatch = new LoopbackCloudWatch(builder.Build());
        cloudWatch._app.Run(cloudWatch.Handle);
        await cloudWatch._app.StartAsync();
        return cloudWatch;
    }

    public AmazonCloudWatchClient Client(int retries = 0) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        new AmazonCloudWatchConfig { ServiceURL = Url, AuthenticationRegion = "eu-central-1", MaxErrorRetry = retries });

    public void Next(Func<HttpContext, Task> answer) => _answers.Enqueue(answer);

    public void NextTakes() => Next(_ => Task.CompletedTask);

    public void NextFails(int status = 500) => Next(context =>
    {
        context.Response.StatusCode = status;
        return IsCbor(context)
            ? context.Response.Body.WriteAsync(
            CborJson.Write(("__type", "com.amazonaws.cloudwatch#InternalServiceFault"), ("message", "not now"))).AsTask()
            : context.Response.WriteAsync("""{"__type":"com.amazonaws.cloudwatch#InternalServiceFault","message":"not now"}""");
    });

    /// <summary>Returns the value of a metric, or null if it was not sent.</summary>
    public double? Sum(string metric, string? protocol = null)
    {
        var values = Datums.Where(d =>
            d.Metric == metric && (protocol is null || d.Dimensions.EndsWith($"Protocol={protocol}", StringComparison.Ordinal)))
            .Select(d => d.Value).ToList();
        return values.Count == 0 ? null : values.Sum();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    async Task Handle(HttpContext context)
    {
        var body = await ReadAsync(context);
        Requests++;
        context.Response.ContentType = IsCbor(context) ? "application/cbor" : "application/x-amz-json-1.0";
        if (IsCbor(context))
            context.Response.Headers[ProtocolHeader] = "rpc-v2-cbor";
        if (_answers.TryDequeue(out var answer))
            await answer(context);
        if (context.Response.StatusCode != StatusCodes.Status200OK)
            return;
        Calls.Enqueue([.. body.GetProperty("MetricData").EnumerateArray().Select(datum => new SentDatum(
            body.GetProperty("Namespace").GetString()!,
            datum.GetProperty("MetricName").GetString()!,
            string.Join(",", datum.GetProperty("Dimensions").EnumerateArray()
                .Select(d => $"{d.GetProperty("Name")}={d.GetProperty("Value")}")),
            DateTime.UnixEpoch.AddSeconds(datum.GetProperty("Timestamp").GetDouble()),
            datum.GetProperty("Value").GetDouble(),
            datum.GetProperty("Unit").GetString()!))]);
        if (!context.Response.HasStarted)
            await context.Response.Body.WriteAsync(IsCbor(context) ? CborJson.Write() : "{}"u8.ToArray());
    }

    static bool IsCbor(HttpContext context) => context.Request.Headers.ContainsKey(ProtocolHeader);

    static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        await using var input = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        using var body = new MemoryStream();
        await input.CopyToAsync(body);
        return IsCbor(context) ? CborJson.Read(body.ToArray()) : JsonElement.Parse(body.ToArray());
    }
}
