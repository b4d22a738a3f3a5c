using System.Collections.Concurrent;
using System.Text.Json;
using Emulator;
using Emulator.CloudWatch;
using Emulator.Firehose;
using Emulator.S3;
using Microsoft.AspNetCore.Http;

namespace Faults.Tests;

/// <summary>
/// The emulator's Firehose, CloudWatch and S3, and an Athena. Each executes and records its calls, except for the calls that must fail.
/// </summary>
/// <remarks>
/// Athena is not the emulator's: the tests count the queries by their tokens, and the queries whose end a caller has seen.
/// </remarks>
sealed class FaultyAws : IAsyncDisposable
{
    const int LargestQuery = 1024 * 1024;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowlogs-faults-");
    readonly ConcurrentDictionary<AwsCall, Fault> _faults = new();
    FirehoseEndpoint _firehose = null!;
    CloudWatchEndpoint _cloudWatch = null!;
    S3Endpoint _s3 = null!;
    Loopback _athena = null!;
    int _faultsLeft;
    int _callsBefore;

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_FIREHOSE"] = $"{_firehose.Url}",
        ["AWS_ENDPOINT_URL_CLOUDWATCH"] = $"{_cloudWatch.Url}",
        ["AWS_ENDPOINT_URL_S3"] = $"{_s3.Url}",
        ["AWS_ENDPOINT_URL_ATHENA"] = $"{_athena.Url}",
    };

    /// <summary>The data of each record that the delivery stream has accepted.</summary>
    public ConcurrentQueue<byte[]> Taken { get; } = new();

    /// <summary>The stored datums, each as protocol or stack, name and value.</summary>
    public IEnumerable<string> Stored => StoredCalls.Skip(_callsBefore)
        .SelectMany(call => JsonSerializer.Deserialize<MetricDatum[]>(call, MetricFile.Json)!)
        .Select(datum => $"{datum.Dimensions.First().Value} {datum.MetricName} {datum.Statistics.Sum}");

    /// <summary>Queries by client request token: the same token is the same query.</summary>
    public ConcurrentDictionary<string, string> Started { get; } = new();

    public ConcurrentQueue<string> Stopped { get; } = new();

    /// <summary>Queries whose end the function has seen.</summary>
    public ConcurrentQueue<string> Ended { get; } = new();

    string[] StoredCalls => File.ReadAllLines(MetricFile.In(_folder.FullName));

    /// <summary>Starts the services. The bucket has one hour of one day.</summary>
    public static async Task<FaultyAws> StartAsync()
    {
        var (aws, cancellation) = (new FaultyAws(), TestContext.Current.CancellationToken);
        var buckets = new LocalBuckets(aws._folder.FullName);
        var hour = Directory.CreateDirectory(Path.Combine(buckets.Root, "flow-logs-local", "flowlogs", "2026", "11", "25", "10"));
        await File.WriteAllTextAsync(Path.Combine(hour.FullName, "object"), "", cancellation);
        aws._firehose = await FirehoseEndpoint.StartAsync("flowlogs-flow-logs", aws.Take, cancellation);
        aws._cloudWatch = await CloudWatchEndpoint.StartAsync(aws._folder.FullName, cancellation: cancellation);
        aws._s3 = await S3Endpoint.StartAsync(buckets, ct: cancellation);
        aws._athena = await Loopback.StartAsync(aws.AnswerQueryAsync, LargestQuery, cancellation);
        aws._firehose.Fault = aws._cloudWatch.Fault = aws._s3.Fault = aws._athena.Fault = aws.AnswerAsync;
        return aws;
    }

    /// <summary>Clears all records, and makes a call fail this many times.</summary>
    public void Fail(AwsCall call, Fault fault, int times)
    {
        Taken.Clear();
        _callsBefore = StoredCalls.Length;
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
        await _firehose.DisposeAsync();
        await _cloudWatch.DisposeAsync();
        await _s3.DisposeAsync();
        await _athena.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    async Task AnswerAsync(HttpContext http, RequestDelegate service)
    {
        var call = AwsCall.Of(http.Request);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        body.Position = 0;
        http.Request.Body = body;
        if (!_faults.TryGetValue(call, out var fault) || Interlocked.Decrement(ref _faultsLeft) < 0)
        {
            await service(http);
            return;
        }
        if (fault.HasEffect)
        {
            http.Response.Body = Stream.Null;
            await service(http);
        }
        await fault.Misbehave(http, call);
    }

    bool Take(byte[] record)
    {
        Taken.Enqueue(record);
        return true;
    }

    async Task AnswerQueryAsync(HttpContext http)
    {
        var (call, request) = (AwsCall.Of(http.Request), await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body));
        if (call == AwsCall.StartQueryExecution)
        {
            var id = Started.GetOrAdd(request.GetProperty("ClientRequestToken").GetString()!, _ => Guid.NewGuid().ToString());
            await Fault.WriteAsync(http, 200, call.MediaType, $$"""{"QueryExecutionId":"{{id}}"}""");
            return;
        }
        var isStop = call == AwsCall.StopQueryExecution;
        (isStop ? Stopped : Ended).Enqueue(request.GetProperty("QueryExecutionId").GetString()!);
        await Fault.WriteAsync(http, 200, call.MediaType, isStop ? "{}" : """{"QueryExecution":{"Status":{"State":"SUCCEEDED"}}}""");
    }
}
