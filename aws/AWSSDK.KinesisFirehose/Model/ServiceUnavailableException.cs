using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

/// <summary>The stream cannot keep up or the service cannot. AWSSDK.Core retries it before anyone sees this.</summary>
public sealed class ServiceUnavailableException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonKinesisFirehoseException(message, innerException, errorType, errorCode, requestId, statusCode);
