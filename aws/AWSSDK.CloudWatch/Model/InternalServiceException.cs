using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>A temporary fault of the service. AWSSDK.Core retries first.</summary>
public sealed class InternalServiceException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCloudWatchException(message, innerException, errorType, errorCode, requestId, statusCode);
