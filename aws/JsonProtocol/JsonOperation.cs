using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.JsonProtocol;

/// <summary>Writes the request and reads the response of one operation.</summary>
sealed class JsonOperation<TRequest, TResponse>(
    JsonService service, string name, Action<Utf8JsonWriter, TRequest> write, Func<JsonElement, TResponse> read)
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse
{
    readonly JsonRequestMarshaller<TRequest> _marshaller = new(service, name, write);
    readonly JsonResponseReader<TResponse> _unmarshaller = new(service, read);

    /// <summary>Returns the options of AmazonServiceClient.InvokeAsync.</summary>
    public InvokeOptions Options => new() { RequestMarshaller = _marshaller, ResponseUnmarshaller = _unmarshaller };
}
