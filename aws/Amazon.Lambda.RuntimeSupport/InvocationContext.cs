using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What the Runtime API's headers and Lambda's environment variables say about one invocation.</summary>
sealed class InvocationContext : ILambdaContext
{
    public required string AwsRequestId { get; init; }

    public required string InvokedFunctionArn { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public required ILambdaLogger Logger { get; init; }

    public TimeSpan RemainingTime => Deadline - DateTimeOffset.UtcNow;

    public string FunctionName => Variable("AWS_LAMBDA_FUNCTION_NAME");

    public string FunctionVersion => Variable("AWS_LAMBDA_FUNCTION_VERSION");

    public string LogGroupName => Variable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string LogStreamName => Variable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryLimitInMB =>
        int.TryParse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var size) ? size : 0;

    // Only the AWS Mobile SDK sends these two, and it calls none of this project's functions.
    public IClientContext? ClientContext => null;

    public ICognitoIdentity? Identity => null;

    static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
