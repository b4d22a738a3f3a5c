using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose;

/// <summary>Amazon Data Firehose.</summary>
public interface IAmazonKinesisFirehose : IAmazonService, IDisposable
{
    /// <summary>
    /// Sends at most 500 records and 4 MiB to a stream. Some records can fail while others are stored. Source: "PutRecordBatch", Amazon
    /// Data Firehose API Reference.
    /// </summary>
    /// <exception cref="ResourceNotFoundException">The stream does not exist.</exception>
    /// <exception cref="InvalidArgumentException">A parameter is missing, malformed or out of range.</exception>
    /// <exception cref="ServiceUnavailableException">The stream or the service is overloaded.</exception>
    Task<PutRecordBatchResponse> PutRecordBatchAsync(PutRecordBatchRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonKinesisFirehoseConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonKinesisFirehoseClient(awsCredentials, (AmazonKinesisFirehoseConfig)clientConfig);
}
