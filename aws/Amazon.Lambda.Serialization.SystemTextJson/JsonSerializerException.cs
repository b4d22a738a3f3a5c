namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Thrown when an event or a response cannot be converted. The message names the type and the reason.</summary>
public sealed class JsonSerializerException : Exception
{
    public JsonSerializerException()
    {
    }

    public JsonSerializerException(string message)
        : base(message)
    {
    }

    public JsonSerializerException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
