namespace Emulator.Athena;

/// <summary>A query is refused or has failed. The message is one sentence for its author.</summary>
public sealed class AthenaException(string message, Exception? cause = null) : Exception(message, cause);
