using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

/// <summary>The stream or the service is overloaded. AWSSDK.Core retries first.</summary>
public sealed class ServiceUnavailableException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonKinesisFirehoseException(message, innerException, errorType, errorCode, requestId, statusCode);
