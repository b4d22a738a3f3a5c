using System.Text.Json;
using Amazon.Lambda.Core;

namespace MetricPublisher.Tests;

/// <summary>An invocation with one minute left and a readable log.</summary>
sealed class Invocation(TimeSpan? remaining = null) : ILambdaContext
{
    public List<string> Lines { get; } = [];

    /// <summary>The messages of the lines above Information.</summary>
    public IEnumerable<string> Warnings => Entries.Where(entry => entry.GetProperty("level").GetString() != "Information")
        .Select(entry => entry.GetProperty("message").GetString()!);

    /// <summary>The single Information line of each invocation.</summary>
    public JsonElement Counts => Entries.Single(entry => entry.GetProperty("level").GetString() == "Information");

    IEnumerable<JsonElement> Entries => Lines.Select(line => JsonElement.Parse(line));

    public string AwsRequestId => "request-1";

    public IClientContext ClientContext => null!;

    public string FunctionName => "metric-publisher";

    public string FunctionVersion => "1";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => "arn:aws:lambda:eu-central-1:123456789010:function:metric-publisher";

    public ILambdaLogger Logger => throw new NotSupportedException("The log is the console.");

    public string LogGroupName => "";

    public string LogStreamName => "";

    public int MemoryLimitInMB => 512;

    public TimeSpan RemainingTime => remaining ?? TimeSpan.FromMinutes(1);
}
