using System.Collections.Concurrent;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Faults.Tests;

/// <summary>
/// Serves all AWS calls of the functions on one loopback port. Executes and records each call, except for the calls that must fail.
/// </summary>
sealed class FaultyAws : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentDictionary<AwsCall, Fault> _faults = new();
    int _faultsLeft;

    FaultyAws(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The received calls, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The data of each record that the delivery stream has accepted.</summary>
    public ConcurrentQueue<byte[]> Taken { get; } = new();

    /// <summary>The stored datums, each as name and value.</summary>
    public ConcurrentQueue<string> Stored { get; } = new();

    /// <summary>Queries by client request token: the same token is the same query.</summary>
    public ConcurrentDictionary<string, string> Started { get; } = new();

    public ConcurrentQueue<string> Stopped { get; } = new();

    /// <summary>Queries whose end the function has seen.</summary>
    public ConcurrentQueue<string> Ended { get; } = new();

    public static async Task<FaultyAws> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var aws = new FaultyAws(builder.Build());
        aws._app.Run(aws.HandleAsync);
        await aws._app.StartAsync();
        return aws;
    }

    /// <summary>Clears all records, and makes a call fail this many times.</summary>
    public void Fail(AwsCall call, Fault fault, int times)
    {
        Calls.Clear();
        Taken.Clear();
        Stored.Clear();
        Started.Clear();
        Stopped.Clear();
        Ended.Clear();
        _faults.Clear();
        _faults[call] = fault;
        _faultsLeft = times;
    }

    /// <summary>Clears all records, and makes two calls fail forever.</summary>
    public void FailBoth(AwsCall call, Fault fault, AwsCall otherCall, Fault otherFault)
    {
        Fail(call, fault, int.MaxValue);
        _faults[otherCall] = otherFault;
    }

    /// <summary>Ends the faults and keeps the records.</summary>
    public void Mend() => _faultsLeft = 0;

    public async ValueTask DisposeAsync()
    {
        // Kestrel would wait for the answers that are never sent.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    async Task HandleAsync(HttpContext http)
    {
        var call = AwsCall.Of(http.Request);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Calls.Enqueue(call.Name);
        var fault = _faults.TryGetValue(call, out var found) && Interlocked.Decrement(ref _faultsLeft) >= 0 ? found : null;
        var answer = fault is { HasEffect: false } ? "" : Do(call, http.Request, body.ToArray());
        if (fault is not null)
            await fault.Misbehave(http, call);
        else
            await Fault.WriteAsync(http, 200, call.MediaType, answer);
    }

    string Do(AwsCall call, HttpRequest request, byte[] body)
    {
        var json = call.IsXml ? default : JsonElement.Parse(body);
        switch (call.Name)
        {
            case "PutRecordBatch":
                var records = json.GetProperty("Records").EnumerateArray().Select(record => record.GetProperty("Data").GetBytesFromBase64())
                    .ToList();
                records.ForEach(Taken.Enqueue);
                return JsonSerializer.Serialize(
                    new { FailedPutCount = 0, RequestResponses = records.Select(_ => new { RecordId = Guid.NewGuid().ToString() }) });
            case "PutMetricData":
                foreach (var datum in json.GetProperty("MetricData").EnumerateArray())
                    Stored.Enqueue($"{datum.GetProperty("Dimensions").EnumerateArray().Last().GetProperty("Value")} "
                        + $"{datum.GetProperty("MetricName")} {datum.GetProperty("Value")}");
                return "{}";
            case "StartQueryExecution":
                return $$"""{"QueryExecutionId":"{{Started.GetOrAdd(json.GetProperty("ClientRequestToken").GetString()!, _ => Guid.NewGuid().ToString())}}"}""";
            case "GetQueryExecution":
                Ended.Enqueue(json.GetProperty("QueryExecutionId").GetString()!);
                return """{"QueryExecution":{"Status":{"State":"SUCCEEDED"}}}""";
            case "StopQueryExecution":
                Stopped.Enqueue(json.GetProperty("QueryExecutionId").GetString()!);
                return "{}";
            default:
                return List(HttpUtility.ParseQueryString(request.QueryString.Value!)["prefix"]!);
        }
    }

    // One hour of one day.
    static string List(string prefix)
    {
        var below = $"{prefix}{prefix.Count(letter => letter == '/') switch { 1 => "2026", 2 => "11", 3 => "25", _ => "10" }}/";
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>flow-logs-local</Name><Prefix>{prefix}</Prefix><KeyCount>1</KeyCount>
            <MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter><IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>{below}</Prefix></CommonPrefixes></ListBucketResult>
            """;
    }
}
