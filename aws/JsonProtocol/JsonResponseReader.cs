using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Amazon.JsonProtocol;

/// <summary>Reads a response or an error in the AWS JSON protocol.</summary>
sealed class JsonResponseReader<TResponse>(JsonService service, Func<JsonElement, TResponse> read) : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        if (body.Length == 0)
            return read(default);
        using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        return read(json.RootElement);
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        var make = error.Code is not null && service.Errors.TryGetValue(error.Code, out var known) ? known : service.OtherError;
        var (code, type) = QueryError(context.ResponseData) ?? (error.Code, error.Type);
        return make(error.Message, innerException, type, code, error.RequestId, statusCode);
    }

    /// <summary>
    /// Returns the code of this error in the service's older query protocol, from the header "code;Sender" or "code;Receiver",
    /// which a service sends on request. Source: "AWS Query compatible protocol trait", Smithy documentation.
    /// </summary>
    static (string Code, ErrorType Type)? QueryError(IWebResponseData response)
    {
        if (!response.IsHeaderPresent(HeaderKeys.XAmzQueryError))
            return null;
        return response.GetHeaderValue(HeaderKeys.XAmzQueryError).Split(';') is [var code, var fault]
            ? (code, Enum.TryParse<ErrorType>(fault, out var type) ? type : ErrorType.Unknown)
            : null;
    }
}
