using Amazon.Athena.Model;
using Amazon.Runtime;

namespace Amazon.Athena;

/// <summary>Amazon Athena.</summary>
public interface IAmazonAthena : IAmazonService, IDisposable
{
    /// <summary>Starts a query and answers with its id at once. Source: "StartQueryExecution", Amazon Athena API Reference.</summary>
    /// <exception cref="InvalidRequestException">Something in the request is wrong.</exception>
    /// <exception cref="InternalServerException">A fault of the service that may pass.</exception>
    /// <exception cref="TooManyRequestsException">The account runs or starts too many queries.</exception>
    Task<StartQueryExecutionResponse> StartQueryExecutionAsync(StartQueryExecutionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Tells how a query stands. Source: "GetQueryExecution", Amazon Athena API Reference.</summary>
    /// <exception cref="InvalidRequestException">Something in the request is wrong.</exception>
    /// <exception cref="InternalServerException">A fault of the service that may pass.</exception>
    Task<GetQueryExecutionResponse> GetQueryExecutionAsync(GetQueryExecutionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks a query to stop; it ends as CANCELLED some time later. Source: "StopQueryExecution", Amazon Athena API Reference.</summary>
    /// <exception cref="InvalidRequestException">Something in the request is wrong.</exception>
    /// <exception cref="InternalServerException">A fault of the service that may pass.</exception>
    Task<StopQueryExecutionResponse> StopQueryExecutionAsync(StopQueryExecutionRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonAthenaConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonAthenaClient(awsCredentials, (AmazonAthenaConfig)clientConfig);
}
