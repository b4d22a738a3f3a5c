using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>A required parameter is missing.</summary>
public sealed class MissingRequiredParameterException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonCloudWatchException(message, innerException, errorType, errorCode, requestId, statusCode);
