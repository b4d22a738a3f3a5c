namespace Tool.Cli;

/// <summary>Standard output, with an exception of its own when nobody reads it any more.</summary>
/// <param name="inner">Unbuffered.</param>
sealed class OutputStream(Stream inner) : WriteOnlyStream
{
    /// <summary>EPIPE of Linux and macOS.</summary>
    const int BrokenPipe = 32;

    /// <exception cref="ClosedPipeException">Nobody reads the pipe any more.</exception>
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

/// <summary>Nobody reads standard output any more: the reader has what it wants, so the command ends at once, without a message.</summary>
sealed class ClosedPipeException() : Exception("Nobody reads standard output any more.");
