namespace Emulator.Athena;

/// <summary>A query is refused or has failed. The message is one sentence for its author.</summary>
public sealed class AthenaException : Exception
{
    public AthenaException(string message) : base(message)
    {
    }

    public AthenaException(string message, Exception cause) : base(message, cause)
    {
    }
}
