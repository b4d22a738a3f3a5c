namespace Emulator;

/// <summary>The local stack cannot continue. The message says what failed and what to do.</summary>
public sealed class StackException(string message, Exception? cause = null) : Exception(message, cause);
