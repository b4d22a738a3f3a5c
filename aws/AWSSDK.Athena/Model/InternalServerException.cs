using System.Net;
using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>A temporary fault of the service. AWSSDK.Core retries first.</summary>
public sealed class InternalServerException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonAthenaException(message, innerException, errorType, errorCode, requestId, statusCode);
