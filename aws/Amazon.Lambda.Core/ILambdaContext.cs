namespace Amazon.Lambda.Core;

/// <summary>Describes the current invocation.</summary>
/// <remarks>Source: "Using the Lambda context object to retrieve C# function information", AWS Lambda Developer Guide.</remarks>
public interface ILambdaContext
{
    /// <summary>The id of the invocation. A retry of the same event has the same id.</summary>
    string AwsRequestId { get; }

    /// <summary>The calling mobile app, if the AWS Mobile SDK made the call.</summary>
    IClientContext? ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>The caller's Cognito identity, if the AWS Mobile SDK made the call.</summary>
    ICognitoIdentity? Identity { get; }

    /// <summary>The ARN that was invoked: the function's, a version's or an alias's.</summary>
    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    /// <summary>The configured memory size, in MB.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>The time until Lambda ends the invocation, negative after the deadline.</summary>
    TimeSpan RemainingTime { get; }
}
