namespace Amazon.Lambda.Core;

/// <summary>What a function may ask about its current invocation.</summary>
/// <remarks>AWS: "Using the Lambda context object to retrieve C# function information".</remarks>
public interface ILambdaContext
{
    /// <summary>The invocation's id; a retry of the same event keeps it.</summary>
    string AwsRequestId { get; }

    /// <summary>The calling mobile app, where the AWS Mobile SDK made the call.</summary>
    IClientContext? ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>The caller's Cognito identity, where the AWS Mobile SDK made the call.</summary>
    ICognitoIdentity? Identity { get; }

    /// <summary>The ARN that was invoked: the function's, a version's or an alias's.</summary>
    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    /// <summary>The configured memory size, in MB.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>Time until Lambda ends the invocation; negative once the deadline has passed.</summary>
    TimeSpan RemainingTime { get; }
}
