namespace Emulator.CloudWatch;

/// <summary>A request that CloudWatch rejects. Source: "PutMetricData" and "Common errors", Amazon CloudWatch API Reference.</summary>
sealed class CloudWatchError : Exception
{
    CloudWatchError(string type, string code, string message, int status = 400)
        : base(message) => (Type, Code, Status) = (type, code, status);

    /// <summary>The shape of the error in the model of the service.</summary>
    public string Type { get; }

    /// <summary>The error code of the older query protocol, which clients still show.</summary>
    public string Code { get; }

    public int Status { get; }

    public static CloudWatchError Missing(string parameter) =>
        new("MissingRequiredParameterException", "MissingParameter", $"The parameter {parameter} is required.");

    public static CloudWatchError Invalid(string parameter, string value) =>
        InvalidValue($"The value {value} for parameter {parameter} is invalid.");

    public static CloudWatchError TooMany(string parameter, int most) =>
        InvalidValue($"The collection {parameter} must not have a size greater than {most}.");

    public static CloudWatchError TooLong(string parameter, int most) =>
        InvalidValue($"The parameter {parameter} must be shorter than {most + 1} characters.");

    public static CloudWatchError Exclusive(string one, string two) =>
        new("InvalidParameterCombinationException", "InvalidParameterCombination",
        $"The parameters {one} and {two} are mutually exclusive and you have specified both.");

    public static CloudWatchError DifferentSizes(string one, string two) =>
        InvalidValue($"The parameters {one} and {two} must be of the same size.");

    public static CloudWatchError TooLarge(long bytes, int most) => new("RequestEntityTooLargeException", "RequestEntityTooLarge",
        $"Request size {bytes} exceeded {most} bytes", 413);

    public static CloudWatchError NotReadable(string reason) => new("SerializationException", "MalformedInput", reason);

    public static CloudWatchError UnknownOperation() => new("UnknownOperationException", "InvalidAction",
        "This endpoint supports only PutMetricData, in the protocols AWS JSON 1.0 and Smithy RPC v2 CBOR.");

    public static CloudWatchError AccessDenied(string reason) => new("AccessDeniedException", "AccessDenied", reason, 403);

    static CloudWatchError InvalidValue(string message) => new("InvalidParameterValueException", "InvalidParameterValue", message);
}
