using System.Net;
using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>The request was throttled. AWSSDK.Core retries first.</summary>
public sealed class TooManyRequestsException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonAthenaException(message, innerException, errorType, errorCode, requestId, statusCode);
