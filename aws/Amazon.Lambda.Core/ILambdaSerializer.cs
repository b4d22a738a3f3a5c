namespace Amazon.Lambda.Core;

/// <summary>Turns an event's JSON into an object, and an object into the response's JSON.</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
