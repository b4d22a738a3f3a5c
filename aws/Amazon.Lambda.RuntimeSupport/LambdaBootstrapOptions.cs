namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>Settings for tests; in Lambda they come from the environment.</summary>
public sealed class LambdaBootstrapOptions
{
    /// <summary>Host and port of the Lambda Runtime API, in place of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string? RuntimeApiEndpoint { get; set; }
}
