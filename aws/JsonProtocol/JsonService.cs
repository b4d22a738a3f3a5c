using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.JsonProtocol;

/// <summary>Creates the exception for one error code of a service.</summary>
delegate AmazonServiceException ServiceError(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode);

/// <summary>Contains what all operations of one service share, as in the service's model.</summary>
sealed class JsonService : IServiceMetadata
{
    /// <summary>The model's serviceId, for example "Athena".</summary>
    public required string ServiceId { get; init; }

    /// <summary>The name of the service in AWSSDK.Core's logs and metrics, for example "Amazon.Athena".</summary>
    public required string Name { get; init; }

    /// <summary>The version of the service's interface, for example "2017-05-18".</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The protocol's version: "1.0" or "1.1".</summary>
    public required string JsonVersion { get; init; }

    /// <summary>The text before the operation's name in the X-Amz-Target header.</summary>
    public required string TargetPrefix { get; init; }

    /// <summary>Additional headers of every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The errors with a type of their own, by error code.</summary>
    public required IReadOnlyDictionary<string, ServiceError> Errors { get; init; }

    /// <summary>Creates the exception for any other error.</summary>
    public required ServiceError OtherError { get; init; }

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
