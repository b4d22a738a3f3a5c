using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.JsonProtocol;

/// <summary>One operation of a service: how its request is written and its response read.</summary>
sealed class JsonOperation<TRequest, TResponse>(
    JsonService service, string name, Action<Utf8JsonWriter, TRequest> write, Func<JsonElement, TResponse> read)
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse
{
    readonly JsonRequestMarshaller<TRequest> _marshaller = new(service, name, write);
    readonly JsonResponseReader<TResponse> _unmarshaller = new(service, read);

    /// <summary>What AmazonServiceClient.InvokeAsync asks for.</summary>
    public InvokeOptions Options => new() { RequestMarshaller = _marshaller, ResponseUnmarshaller = _unmarshaller };
}
