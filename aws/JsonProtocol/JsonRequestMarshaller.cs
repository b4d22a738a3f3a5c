using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.JsonProtocol;

/// <summary>Writes a request in the AWS JSON protocol: POST /, the operation in X-Amz-Target, the members as one JSON object.</summary>
/// <remarks>Source: "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol", Smithy documentation.</remarks>
sealed class JsonRequestMarshaller<TRequest>(JsonService service, string operation, Action<Utf8JsonWriter, TRequest> write)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new PooledContentStream();
        var request = new DefaultRequest(input, service.Name)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            ContentStream = body,
        };
        request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{operation}";
        request.Headers[HeaderKeys.ContentTypeHeader] = $"application/x-amz-json-{service.JsonVersion}";
        request.Headers[HeaderKeys.XAmzApiVersion] = service.ApiVersion;
        foreach (var (header, value) in service.Headers)
            request.Headers[header] = value;

        using var json = new Utf8JsonWriter(body.BufferWriter);
        json.WriteStartObject();
        write(json, (TRequest)input);
        json.WriteEndObject();
        return request;
    }
}
