using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>Mutually exclusive parameters were sent together.</summary>
public sealed class InvalidParameterCombinationException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCloudWatchException(message, innerException, errorType, errorCode, requestId, statusCode);
