namespace Tool.Input;

/// <summary>An input cannot be read, or not to its end. The message names the input and gives the reason, in one line.</summary>
public sealed class InputException(string message, Exception? cause = null) : Exception(message, cause);
