using System.Net;
using Amazon.Runtime;

namespace Amazon.Athena;

/// <summary>Thrown when Amazon Athena returns an error.</summary>
public class AmazonAthenaException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);
