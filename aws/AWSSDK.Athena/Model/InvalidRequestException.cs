using System.Net;
using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>The request is invalid: a parameter is missing or out of range, or a name is unknown.</summary>
public sealed class InvalidRequestException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonAthenaException(message, innerException, errorType, errorCode, requestId, statusCode);
