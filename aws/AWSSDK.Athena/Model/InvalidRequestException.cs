using System.Net;
using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>Something in the request is wrong: a parameter is missing or out of range, a name unknown.</summary>
public sealed class InvalidRequestException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonAthenaException(message, innerException, errorType, errorCode, requestId, statusCode);
