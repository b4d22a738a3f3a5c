namespace Tool.Input;

/// <summary>An input that cannot be read, or not to its end; the message names it and says why, in one line.</summary>
public sealed class InputException(string message) : Exception(message);
