using Amazon.Athena.Model;
using Amazon.Runtime;

namespace Amazon.Athena;

/// <summary>Amazon Athena.</summary>
public interface IAmazonAthena : IAmazonService, IDisposable
{
    /// <summary>Starts a query and returns its id. Source: "StartQueryExecution", Amazon Athena API Reference.</summary>
    /// <exception cref="InvalidRequestException">The request is invalid.</exception>
    /// <exception cref="InternalServerException">A temporary fault of the service.</exception>
    /// <exception cref="TooManyRequestsException">The account runs or starts too many queries.</exception>
    Task<StartQueryExecutionResponse> StartQueryExecutionAsync(StartQueryExecutionRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Returns the state of a query. Source: "GetQueryExecution", Amazon Athena API Reference.</summary>
    /// <exception cref="InvalidRequestException">The request is invalid.</exception>
    /// <exception cref="InternalServerException">A temporary fault of the service.</exception>
    Task<GetQueryExecutionResponse> GetQueryExecutionAsync(GetQueryExecutionRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Requests the cancellation of a query, which becomes CANCELLED later. Source: "StopQueryExecution", Amazon Athena API Reference.
    /// </summary>
    /// <exception cref="InvalidRequestException">The request is invalid.</exception>
    /// <exception cref="InternalServerException">A temporary fault of the service.</exception>
    Task<StopQueryExecutionResponse> StopQueryExecutionAsync(StopQueryExecutionRequest request,
        CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonAthenaConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonAthenaClient(awsCredentials, (AmazonAthenaConfig)clientConfig);
}
