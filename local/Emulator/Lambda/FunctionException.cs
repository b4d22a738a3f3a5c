namespace Emulator.Lambda;

/// <summary>
/// A function's process could not be started, ended, or never asked for an event. The message says which, and has the end of the function's log.
/// What the function itself answers with an error is an <see cref="InvocationResult"/>; it becomes this exception when all retries have failed.
/// </summary>
public sealed class FunctionException : Exception
{
    public FunctionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
