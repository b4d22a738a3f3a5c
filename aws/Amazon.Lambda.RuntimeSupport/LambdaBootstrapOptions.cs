namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>Contains settings for tests. In Lambda they come from the environment.</summary>
public sealed class LambdaBootstrapOptions
{
    /// <summary>Host and port of the Lambda Runtime API, instead of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string? RuntimeApiEndpoint { get; set; }
}
