using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose;

/// <summary>Thrown when Amazon Data Firehose returns an error.</summary>
public class AmazonKinesisFirehoseException(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);
