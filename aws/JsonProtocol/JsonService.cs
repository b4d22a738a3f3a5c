using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.JsonProtocol;

/// <summary>Makes the exception that stands for one error code of a service.</summary>
delegate AmazonServiceException ServiceError(
    string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode);

/// <summary>What all operations of one service have in common on the wire, as the service's model has it.</summary>
sealed class JsonService : IServiceMetadata
{
    /// <summary>The model's serviceId, for example "Athena".</summary>
    public required string ServiceId { get; init; }

    /// <summary>The name that AWSSDK.Core's logs and metrics know the service by, for example "Amazon.Athena".</summary>
    public required string Name { get; init; }

    /// <summary>The date that is the version of the service's interface, for example "2017-05-18".</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The protocol's version: "1.0" or "1.1".</summary>
    public required string JsonVersion { get; init; }

    /// <summary>What stands before the operation's name in the X-Amz-Target header.</summary>
    public required string TargetPrefix { get; init; }

    /// <summary>Headers that every request of the service carries beside the protocol's own.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The errors that have a type of their own, by the code that the service sends.</summary>
    public required IReadOnlyDictionary<string, ServiceError> Errors { get; init; }

    /// <summary>Any other error.</summary>
    public required ServiceError OtherError { get; init; }

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
