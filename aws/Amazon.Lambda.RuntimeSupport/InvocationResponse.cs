namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Contains the response of a handler, a stream that is sent from its current position.</summary>
public sealed class InvocationResponse(Stream outputStream, bool disposeOutputStream)
{
    public InvocationResponse(Stream outputStream)
        : this(outputStream, disposeOutputStream: true)
    {
    }

    public Stream OutputStream { get; } = outputStream;

    /// <summary>Whether to dispose of the stream after sending it.</summary>
    public bool DisposeOutputStream { get; } = disposeOutputStream;
}
