using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.CloudWatch;
using Amazon.Runtime;
using Emulator.CloudWatch;
using Microsoft.AspNetCore.Http;

namespace MetricPublisher.Tests;

/// <summary>A datum of a call, with its dimensions as "Name=Value".</summary>
sealed record SentDatum(string Namespace, string Metric, string Dimensions, DateTime Timestamp, double Value, string Unit);

/// <summary>The emulator's CloudWatch with the metrics that it has stored. A test can queue a fault for each of the next calls.</summary>
sealed class StoredMetrics : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowlogs-metrics-");
    readonly ConcurrentQueue<Func<HttpContext, RequestDelegate, Task>> _faults = new();
    CloudWatchEndpoint _endpoint = null!;

    public string Url => $"{_endpoint.Url}";

    public int Requests { get; private set; }

    /// <summary>The datums of each successful call.</summary>
    public IReadOnlyList<SentDatum[]> Calls =>
    [
        .. File.ReadLines(MetricFile.In(_folder.FullName)).Select(line =>
            JsonSerializer.Deserialize<MetricDatum[]>(line, MetricFile.Json)!.Select(Of).ToArray()),
    ];

    public IEnumerable<SentDatum> Datums => Calls.SelectMany(call => call);

    /// <summary>The datums of rejected packets.</summary>
    public IEnumerable<SentDatum> Packets =>
        Datums.Where(datum => datum.Metric is RejectMetrics.RejectedTcpPackets or RejectMetrics.RejectedPackets);

    public static async Task<StoredMetrics> StartAsync()
    {
        var metrics = new StoredMetrics();
        metrics._endpoint = await CloudWatchEndpoint.StartAsync(metrics._folder.FullName);
        metrics._endpoint.Fault = (http, answer) =>
        {
            metrics.Requests++;
            return metrics._faults.TryDequeue(out var fault) ? fault(http, answer) : answer(http);
        };
        return metrics;
    }

    public AmazonCloudWatchClient Client(int retries = 0) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        new AmazonCloudWatchConfig { ServiceURL = Url, AuthenticationRegion = "eu-central-1", MaxErrorRetry = retries });

    public void NextIsNotAnswered() => _faults.Enqueue((http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted));

    public void NextIsAccepted() => _faults.Enqueue((http, answer) => answer(http));

    public void NextFails(int status = 500) => _faults.Enqueue(async (http, _) =>
    {
        const string Type = "com.amazonaws.cloudwatch#InternalServiceFault";
        var isCbor = http.Request.Headers.ContainsKey("smithy-protocol");
        http.Response.StatusCode = status;
        http.Response.ContentType = isCbor ? "application/cbor" : "application/x-amz-json-1.0";
        if (isCbor)
            http.Response.Headers["smithy-protocol"] = "rpc-v2-cbor";
        await http.Response.Body.WriteAsync(isCbor ? CborJson.Write(("__type", Type), ("message", "not now"))
            : JsonSerializer.SerializeToUtf8Bytes(new { __type = Type, message = "not now" }));
    });

    /// <summary>Returns the sum of a metric, or null if it was not sent.</summary>
    public double? Sum(string metric, string? protocol = null)
    {
        var values = Datums.Where(datum => datum.Metric == metric
            && (protocol is null || datum.Dimensions.EndsWith($"Protocol={protocol}", StringComparison.Ordinal))).ToList();
        return values.Count == 0 ? null : values.Sum(datum => datum.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // The stack comes before the protocol.
    static SentDatum Of(MetricDatum datum) => new(datum.Namespace, datum.MetricName,
        string.Join(',', datum.Dimensions.Reverse().Select(dimension => $"{dimension.Key}={dimension.Value}")),
        datum.Timestamp.UtcDateTime, datum.Statistics.Sum, datum.Unit);
}
