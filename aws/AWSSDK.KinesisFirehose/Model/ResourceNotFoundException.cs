using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

/// <summary>The stream does not exist.</summary>
public sealed class ResourceNotFoundException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonKinesisFirehoseException(message, innerException, errorType, errorCode, requestId, statusCode);
