using Amazon.Athena.Internal;
using Amazon.Athena.Model;
using Amazon.JsonProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Athena;

/// <summary>Amazon Athena, called through AWSSDK.Core's pipeline. Thread-safe: use one client for the life of the process.</summary>
public sealed class AmazonAthenaClient : AmazonServiceClient, IAmazonAthena
{
    /// <summary>Creates a client with the credentials, region and endpoint that AWSSDK.Core finds.</summary>
    public AmazonAthenaClient()
        : this(new AmazonAthenaConfig())
    {
    }

    public AmazonAthenaClient(AmazonAthenaConfig config)
        : base(config)
    {
    }

    public AmazonAthenaClient(AWSCredentials credentials, AmazonAthenaConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata => Wire.Service;

    public Task<StartQueryExecutionResponse> StartQueryExecutionAsync(StartQueryExecutionRequest request,
        CancellationToken cancellationToken = default) =>
        InvokeAsync<StartQueryExecutionResponse>(request, Wire.StartQueryExecution.Options, cancellationToken);

    public Task<GetQueryExecutionResponse> GetQueryExecutionAsync(GetQueryExecutionRequest request,
        CancellationToken cancellationToken = default) =>
        InvokeAsync<GetQueryExecutionResponse>(request, Wire.GetQueryExecution.Options, cancellationToken);

    public Task<StopQueryExecutionResponse> StopQueryExecutionAsync(StopQueryExecutionRequest request,
        CancellationToken cancellationToken = default) =>
        InvokeAsync<StopQueryExecutionResponse>(request, Wire.StopQueryExecution.Options, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.UseRegionalEndpointAndSigV4();
}
