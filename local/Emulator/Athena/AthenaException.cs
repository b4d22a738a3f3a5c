namespace Emulator.Athena;

/// <summary>A query that cannot be run, or failed; the message is one sentence for the person who wrote it.</summary>
public sealed class AthenaException : Exception
{
    public AthenaException(string message) : base(message)
    {
    }

    public AthenaException(string message, Exception cause) : base(message, cause)
    {
    }
}
