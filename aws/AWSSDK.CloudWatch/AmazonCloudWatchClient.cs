using Amazon.CloudWatch.Internal;
using Amazon.CloudWatch.Model;
using Amazon.JsonProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudWatch;

/// <summary>Amazon CloudWatch, called through AWSSDK.Core's pipeline. Thread-safe: use one client for the life of the process.</summary>
public sealed class AmazonCloudWatchClient : AmazonServiceClient, IAmazonCloudWatch
{
    /// <summary>Creates a client with the credentials, region and endpoint that AWSSDK.Core finds.</summary>
    public AmazonCloudWatchClient()
        : this(new AmazonCloudWatchConfig())
    {
    }

    public AmazonCloudWatchClient(AmazonCloudWatchConfig config)
        : base(config)
    {
    }

    public AmazonCloudWatchClient(AWSCredentials credentials, AmazonCloudWatchConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata => Wire.Service;

    public Task<PutMetricDataResponse> PutMetricDataAsync(PutMetricDataRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutMetricDataResponse>(request, Wire.PutMetricData.Options, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.UseRegionalEndpointAndSigV4();
}
