using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

/// <summary>A parameter is missing, malformed or out of range.</summary>
public sealed class InvalidArgumentException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonKinesisFirehoseException(message, innerException, errorType, errorCode, requestId, statusCode);
