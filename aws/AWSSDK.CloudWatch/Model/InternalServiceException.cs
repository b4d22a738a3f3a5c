using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>A fault of the service that may pass. AWSSDK.Core retries it before anyone sees this.</summary>
public sealed class InternalServiceException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCloudWatchException(message, innerException, errorType, errorCode, requestId, statusCode);
