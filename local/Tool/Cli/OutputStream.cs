namespace Tool.Cli;

/// <summary>Standard output, which throws its own exception for a closed pipe.</summary>
/// <param name="inner">Unbuffered.</param>
sealed class OutputStream(Stream inner) : WriteOnlyStream
{
    /// <summary>EPIPE of Linux and macOS.</summary>
    const int BrokenPipe = 32;

    /// <exception cref="ClosedPipeException">The reader has closed the pipe.</exception>
    /// <exception cref="IOException">The write fails for another reason, such as a full disk.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException exception)
        {
            throw exception.HResult == BrokenPipe ? new ClosedPipeException()
                : new IOException($"Cannot write to standard output: {exception.Message}", exception);
        }
    }

    public override void Flush() => inner.Flush();
}

/// <summary>The reader of standard output has closed the pipe, so the command ends immediately and without a message.</summary>
sealed class ClosedPipeException() : Exception("The reader of standard output has closed the pipe.");
