namespace Amazon.Lambda.Core;

/// <summary>
/// Contains the current invocation, of which there is one at a time. Amazon.Lambda.RuntimeSupport sets it for
/// AWS.Lambda.Powertools.Logging. The
/// official logger gets it from code that is woven into the handler.
/// </summary>
static class CurrentInvocation
{
    static bool _isFirst = true;

    /// <summary>Null between invocations.</summary>
    public static ILambdaContext? Context { get; private set; }

    /// <summary>Whether the first invocation has not ended yet. Provisioned concurrency has no cold start.</summary>
    public static bool IsColdStart =>
        _isFirst && Environment.GetEnvironmentVariable("AWS_LAMBDA_INITIALIZATION_TYPE") != "provisioned-concurrency";

    public static void Begin(ILambdaContext context) => Context = context;

    public static void End()
    {
        Context = null;
        _isFirst = false;
    }
}
