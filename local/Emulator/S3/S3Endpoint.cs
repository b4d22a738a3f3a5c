using System.Globalization;
using System.Xml.Linq;
using Emulator.Permissions;
using Emulator.Template;
using Microsoft.AspNetCore.Http;

namespace Emulator.S3;

/// <summary>S3's ListObjectsV2 and GetObject over the local buckets, path-style, on the loopback. Signatures are not checked.</summary>
public sealed class S3Endpoint : IAsyncDisposable
{
    // "ListObjectsV2", max-keys.
    const int MaxKeys = 1000;

    // The request of a listing has no body.
    const long MaxRequestBytes = 1024;

    static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    readonly LocalBuckets _buckets;
    readonly CallerPermissions? _callers;
    Loopback? _server;

    S3Endpoint(LocalBuckets buckets, CallerPermissions? callers) => (_buckets, _callers) = (buckets, callers);

    /// <summary>The URL for AWS_ENDPOINT_URL_S3, for clients that use path-style requests.</summary>
    public Uri Url => _server!.Url;

    /// <inheritdoc cref="Loopback.Fault"/>
    internal Func<HttpContext, RequestDelegate, Task>? Fault { set => _server!.Fault = value; }

    /// <summary>Starts listening on a free port of the loopback.</summary>
    /// <param name="buckets">The buckets to list.</param>
    /// <param name="callers">Finds the role of a caller; null to check no permissions.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<S3Endpoint> StartAsync(LocalBuckets buckets, CallerPermissions? callers = null, CancellationToken ct = default)
    {
        var endpoint = new S3Endpoint(buckets, callers);
        endpoint._server = await Loopback.StartAsync(endpoint.AnswerAsync, MaxRequestBytes, ct);
        return endpoint;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    async Task AnswerAsync(HttpContext http)
    {
        try
        {
            Demand(http.Request);
        }
        catch (AccessDeniedException e)
        {
            await WriteAsync(http, Error(StatusCodes.Status403Forbidden, "AccessDenied", e.Message, http.Request.Path.Value!.Trim('/')
                .Split('/')[0]));
            return;
        }
        if (http.Request.Method == HttpMethods.Get && FileOf(http.Request.Path.Value!) is { } file)
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.ContentLength = file.Length;
            http.Response.Headers.LastModified = file.LastWriteTimeUtc.ToString("R", CultureInfo.InvariantCulture);
            await http.Response.SendFileAsync(file.FullName, http.RequestAborted);
            return;
        }
        await WriteAsync(http, Answer(http.Request));
    }

    /// <summary>
    /// "Required permissions for Amazon S3 API operations", Amazon S3 User Guide: a listing needs s3:ListBucket, an object s3:GetObject.
    /// </summary>
    void Demand(HttpRequest request)
    {
        var path = request.Path.Value!.Trim('/');
        _callers?.Of(request)?.Demand(path.Contains('/') ? "s3:GetObject" : "s3:ListBucket",
            $"arn:{PseudoParameters.Partition}:s3:::{path}");
    }

    static Task WriteAsync(HttpContext http, (int Status, XElement Body) answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/xml";
        http.Response.Headers["x-amz-request-id"] = Guid.NewGuid().ToString("N");
        return http.Response.WriteAsync(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{answer.Body.ToString(SaveOptions.DisableFormatting)}",
            http.RequestAborted);
    }

    /// <summary>Returns the file of the object with a path, or null if there is no such object.</summary>
    FileInfo? FileOf(string path)
    {
        if (path.Split('/', 3) is not [_, var bucket, { Length: > 0 } key]
            || !S3Location.TryParse($"s3://{bucket}/{key}/", out var location) || key.EndsWith('/'))
            return null;
        try
        {
            var file = new FileInfo(_buckets.FolderOf(location));
            return file.Exists && LocalBuckets.IsObject(file.Name) ? file : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    (int Status, XElement Body) Answer(HttpRequest request)
    {
        var bucket = request.Path.Value!.Trim('/');
        var query = request.Query;
        if (request.Method == HttpMethods.Get && query["list-type"] != "2" && bucket.Contains('/'))
            return Error(StatusCodes.Status404NotFound, "NoSuchKey", "The specified key does not exist.", bucket.Split('/')[0]);
        if (request.Method != HttpMethods.Get || query["list-type"] != "2" || bucket.Length == 0 || bucket.Contains('/'))
            return Error(StatusCodes.Status501NotImplemented, "NotImplemented",
                "A header you provided implies functionality that is not implemented: only ListObjectsV2 and GetObject are supported "
                + "here", bucket);
        if (!S3Location.IsBucketName(bucket) || !Directory.Exists(Path.Combine(_buckets.Root, bucket)))
            return Error(StatusCodes.Status404NotFound, "NoSuchBucket", "The specified bucket does not exist", bucket);

        var limit = MaxKeys;
        if (query.TryGetValue("max-keys", out var maxKeys)
            && (!int.TryParse(maxKeys, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 0))
            return Error(StatusCodes.Status400BadRequest, "InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647",
                bucket);

        string? token = query["continuation-token"];
        if (token is not null && ContinuationToken.Decode(token) is null)
            return Error(StatusCodes.Status400BadRequest, "InvalidArgument", "The continuation token provided is incorrect", bucket);

        string prefix = query["prefix"].ToString(), delimiter = query["delimiter"].ToString(), startAfter = query["start-after"].ToString();
        var after = token is null ? startAfter : ContinuationToken.Decode(token)!;
        var listing = new ObjectListing(Path.Combine(_buckets.Root, bucket), prefix, delimiter, after).Take(Math.Min(limit, MaxKeys));
        var encode = query["encoding-type"] == "url" ? Uri.EscapeDataString : (Func<string, string>)(text => text);

        var body = new XElement(
            Xml + "ListBucketResult",
            new XElement(Xml + "Name", bucket),
            new XElement(Xml + "Prefix", encode(prefix)),
            delimiter.Length > 0 ? new XElement(Xml + "Delimiter", encode(delimiter)) : null,
            startAfter.Length > 0 ? new XElement(Xml + "StartAfter", encode(startAfter)) : null,
            token is null ? null : new XElement(Xml + "ContinuationToken", token),
            new XElement(Xml + "KeyCount", listing.Entries.Count),
            new XElement(Xml + "MaxKeys", limit),
            query["encoding-type"] == "url" ? new XElement(Xml + "EncodingType", "url") : null,
            new XElement(Xml + "IsTruncated", listing.IsTruncated ? "true" : "false"),
            listing.IsTruncated ? new XElement(Xml + "NextContinuationToken", ContinuationToken.Encode(listing.Entries[^1].Key)) : null,
            listing.Entries.Where(entry => entry.File is not null).Select(entry => Contents(entry, encode)),
            listing.Entries.Where(entry => entry.File is null)
                .Select(entry => new XElement(Xml + "CommonPrefixes", new XElement(Xml + "Prefix", encode(entry.Key)))));
        return (StatusCodes.Status200OK, body);
    }

    static XElement Contents(ListedObject entry, Func<string, string> encode) => new(
        Xml + "Contents",
        new XElement(Xml + "Key", encode(entry.Key)),
        new XElement(Xml + "LastModified", entry.File!.LastWriteTimeUtc.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
        // A listing needs a tag that changes with the file, so the content is not hashed.
        new XElement(Xml + "ETag", $"\"{entry.File.LastWriteTimeUtc.Ticks:x16}{entry.File.Length:x16}\""),
        new XElement(Xml + "Size", entry.File.Length),
        new XElement(Xml + "StorageClass", "STANDARD"));

    static (int Status, XElement Body) Error(int status, string code, string message, string bucket) =>
        (status, new XElement("Error", new XElement("Code", code), new XElement("Message", message), new XElement("BucketName", bucket)));
}
