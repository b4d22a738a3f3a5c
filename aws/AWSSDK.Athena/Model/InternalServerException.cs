using System.Net;
using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>A fault of the service that may pass. AWSSDK.Core retries it before anyone sees this.</summary>
public sealed class InternalServerException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonAthenaException(message, innerException, errorType, errorCode, requestId, statusCode);
