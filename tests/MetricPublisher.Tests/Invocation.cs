using Amazon.Lambda.Core;

namespace MetricPublisher.Tests;

/// <summary>An invocation with a minute left, and a log that can be read.</summary>
sealed class Invocation(TimeSpan? remaining = null) : ILambdaContext, ILambdaLogger
{
    public List<string> Lines { get; } = [];

    public string AwsRequestId => "request-1";

    public IClientContext ClientContext => null!;

    public string FunctionName => "metric-publisher";

    public string FunctionVersion => "1";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => "arn:aws:lambda:eu-central-1:123456789010:function:metric-publisher";

    public ILambdaLogger Logger => this;

    public string LogGroupName => "";

    public string LogStreamName => "";

    public int MemoryLimitInMB => 512;

    public TimeSpan RemainingTime => remaining ?? TimeSpan.FromMinutes(1);

    public void Log(string message) => Lines.Add(message);

    public void LogLine(string message) => Lines.Add(message);
}
