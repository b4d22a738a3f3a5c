namespace Tool.Input;

/// <summary>An input cannot be read completely. The message has the name of the input and the reason in one line.</summary>
public sealed class InputException(string message, Exception? cause = null) : Exception(message, cause);
