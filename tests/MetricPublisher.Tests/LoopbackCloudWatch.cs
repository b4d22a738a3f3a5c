using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.CloudWatch;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MetricPublisher.Tests;

/// <summary>A datum as it came over the wire. Dimensions as "Name=Value", in order.</summary>
sealed record SentDatum(string Namespace, string Metric, string Dimensions, DateTime Timestamp, double Value, string Unit);

/// <summary>CloudWatch's PutMetricData on a loopback port. It takes everything, or answers what it was told to first.</summary>
sealed class LoopbackCloudWatch : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();

    LoopbackCloudWatch(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The datums of each call that was answered with success.</summary>
    public ConcurrentQueue<SentDatum[]> Calls { get; } = new();

    public int Requests { get; private set; }

    public IEnumerable<SentDatum> Datums => Calls.SelectMany(call => call);

    /// <summary>Those of rejected packets, of which most tests are.</summary>
    public IEnumerable<SentDatum> Packets => Datums.Where(datum => datum.Metric is RejectMetrics.RejectedTcpPackets or RejectMetrics.RejectedPackets);

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
        return context.Response.WriteAsync("""{"__type":"com.amazonaws.cloudwatch#InternalServiceFault","message":"not now"}""");
    });

    /// <summary>The value of a metric, or null where it was not sent.</summary>
    public double? Sum(string metric, string? protocol = null)
    {
        var values = Datums.Where(d => d.Metric == metric && (protocol is null || d.Dimensions.EndsWith($"Protocol={protocol}", StringComparison.Ordinal)))
            .Select(d => d.Value).ToList();
        return values.Count == 0 ? null : values.Sum();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    async Task Handle(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Requests++;
        context.Response.ContentType = "application/x-amz-json-1.0";
        if (_answers.TryDequeue(out var answer))
            await answer(context);
        if (context.Response.StatusCode != StatusCodes.Status200OK)
            return;
        Calls.Enqueue([.. body.RootElement.GetProperty("MetricData").EnumerateArray().Select(datum => new SentDatum(
            body.RootElement.GetProperty("Namespace").GetString()!,
            datum.GetProperty("MetricName").GetString()!,
            string.Join(",", datum.GetProperty("Dimensions").EnumerateArray().Select(d => $"{d.GetProperty("Name")}={d.GetProperty("Value")}")),
            DateTime.UnixEpoch.AddSeconds(datum.GetProperty("Timestamp").GetDouble()),
            datum.GetProperty("Value").GetDouble(),
            datum.GetProperty("Unit").GetString()!))]);
        if (!context.Response.HasStarted)
            await context.Response.WriteAsync("{}");
    }
}
