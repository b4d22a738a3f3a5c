namespace Emulator;

/// <summary>The local stack cannot continue. The message says what failed and what to do.</summary>
public sealed class StackException : Exception
{
    public StackException(string message)
        : base(message)
    {
    }

    public StackException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
