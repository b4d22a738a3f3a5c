namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What a handler answers: the stream is sent from its current position.</summary>
public sealed class InvocationResponse(Stream outputStream, bool disposeOutputStream)
{
    public InvocationResponse(Stream outputStream)
        : this(outputStream, disposeOutputStream: true)
    {
    }

    public Stream OutputStream { get; } = outputStream;

    /// <summary>Whether the stream is disposed of once it is sent.</summary>
    public bool DisposeOutputStream { get; } = disposeOutputStream;
}
