using System.Net;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Copies the handler's stream to the connection. Unlike StreamContent, it leaves the stream open.</summary>
sealed class ResponseContent(Stream response) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => response.CopyToAsync(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        response.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = response.CanSeek ? response.Length - response.Position : 0;
        return response.CanSeek;
    }
}
