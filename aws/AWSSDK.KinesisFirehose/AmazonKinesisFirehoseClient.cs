using Amazon.JsonProtocol;
using Amazon.KinesisFirehose.Internal;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.KinesisFirehose;

/// <summary>Amazon Data Firehose, called through AWSSDK.Core's pipeline. Thread-safe: use one client for the life of the process.</summary>
public sealed class AmazonKinesisFirehoseClient : AmazonServiceClient, IAmazonKinesisFirehose
{
    /// <summary>Creates a client with the credentials, region and endpoint that AWSSDK.Core finds.</summary>
    public AmazonKinesisFirehoseClient()
        : this(new AmazonKinesisFirehoseConfig())
    {
    }

    public AmazonKinesisFirehoseClient(AmazonKinesisFirehoseConfig config)
        : base(config)
    {
    }

    public AmazonKinesisFirehoseClient(AWSCredentials credentials, AmazonKinesisFirehoseConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata => Wire.Service;

    public Task<PutRecordBatchResponse> PutRecordBatchAsync(PutRecordBatchRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRecordBatchResponse>(request, Wire.PutRecordBatch.Options, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.UseRegionalEndpointAndSigV4();
}
