using Amazon.CloudWatch.Model;
using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>Amazon CloudWatch.</summary>
public interface IAmazonCloudWatch : IAmazonService, IDisposable
{
    /// <summary>
    /// Publishes data points: at most 1,000 datums and 1 MB a call. Source: "PutMetricData", Amazon CloudWatch API Reference.
    /// </summary>
    /// <exception cref="InvalidParameterValueException">A value is out of range or malformed.</exception>
    /// <exception cref="InvalidParameterCombinationException">Mutually exclusive parameters were sent together.</exception>
    /// <exception cref="MissingRequiredParameterException">A required parameter is missing.</exception>
    /// <exception cref="InternalServiceException">A temporary fault of the service.</exception>
    Task<PutMetricDataResponse> PutMetricDataAsync(PutMetricDataRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCloudWatchConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonCloudWatchClient(awsCredentials, (AmazonCloudWatchConfig)clientConfig);
}
