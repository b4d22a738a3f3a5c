using Amazon.Lambda.Core;

namespace Powertools.Tests;

/// <summary>An invocation of the Decompressor.</summary>
sealed class Context : ILambdaContext
{
    public string AwsRequestId => "52fdfc07-2182-154f-163f-5f0f9a621d72";

    public IClientContext? ClientContext => null;

    public string FunctionName => "flows-decompressor";

    public string FunctionVersion => "$LATEST";

    public ICognitoIdentity? Identity => null;

    public string InvokedFunctionArn => "arn:aws:lambda:eu-central-1:123456789010:function:flows-decompressor";

    public ILambdaLogger Logger => throw new NotSupportedException();

    public string LogGroupName => "";

    public string LogStreamName => "";

    public int MemoryLimitInMB => 1024;

    public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);
}
