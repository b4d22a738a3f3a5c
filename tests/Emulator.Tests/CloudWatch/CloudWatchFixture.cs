using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Emulator.CloudWatch;
using MetricDatum = Amazon.CloudWatch.Model.MetricDatum;

namespace Emulator.Tests.CloudWatch;

/// <summary>Has the endpoint over a temporary folder, and a client for it.</summary>
sealed class CloudWatchFixture : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cloudwatch-");
    readonly CloudWatchEndpoint _endpoint;

    CloudWatchFixture(TimeProvider? clock) =>
        _endpoint = CloudWatchEndpoint.StartAsync(_folder.FullName, clock, cancellation: TestContext.Current.CancellationToken).GetAwaiter()
            .GetResult();

    public static DateTime Noon { get; } = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);

    public Uri Url => _endpoint.Url;

    /// <summary>Returns every point as text: metric, dimensions, time, sum, count.</summary>
    public IEnumerable<string> Points =>
        from series in new MetricReader(_folder.FullName).Refresh().Series
        from point in series.Points
        select $"{series.MetricName} {string.Join(',', series.Dimensions.Select(d => $"{d.Key}={d.Value}"))} {point.Key:HH:mm:ss} "
            + $"{point.Value.Sum} of {point.Value.SampleCount}";

    public static CloudWatchFixture Start(TimeProvider? clock = null) => new(clock);

    public async Task PutAsync(params List<MetricDatum> data)
    {
        using var client = Client();
        await client.PutMetricDataAsync(new PutMetricDataRequest { Namespace = "VPCFlowLogs", MetricData = data },
            TestContext.Current.CancellationToken);
    }

    public AmazonCloudWatchClient Client() => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        new AmazonCloudWatchConfig { ServiceURL = Url.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    public static MetricDatum Datum(string name, double value, DateTime? time = null, params Dimension[] dimensions) => new()
    {
        MetricName = name,
        Value = value,
        Timestamp = time ?? Noon,
        Dimensions = [.. dimensions],
        Unit = StandardUnit.Count,
    };

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
