namespace Amazon.Lambda.Core;

/// <summary>Converts the JSON of an event to an object, and an object to the JSON of the response.</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
