using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Contains one event. Its stream is valid until the handler's task ends, because the next event reuses the buffer.</summary>
public sealed class InvocationRequest : IDisposable
{
    internal InvocationRequest(Stream inputStream, ILambdaContext lambdaContext)
    {
        InputStream = inputStream;
        LambdaContext = lambdaContext;
    }

    /// <summary>The event as JSON.</summary>
    public Stream InputStream { get; }

    public ILambdaContext LambdaContext { get; }

    public void Dispose() => InputStream.Dispose();
}
