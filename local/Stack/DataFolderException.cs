namespace FlowLogs.Local.Stack;

/// <summary>The data folder cannot be used; the message says why and what to do.</summary>
public sealed class DataFolderException : Exception
{
    public DataFolderException(string message)
        : base(message)
    {
    }

    public DataFolderException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
