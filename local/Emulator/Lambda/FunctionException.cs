namespace Emulator.Lambda;

/// <summary>
/// The process of a function could not be started, ended, or did not request an event. The message includes the end of the function's log.
/// An error response of the function is an <see cref="InvocationResult"/>, and becomes this exception when all retries have failed.
/// </summary>
public sealed class FunctionException(string message, Exception? cause = null) : Exception(message, cause);
