using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Web;

/// <summary>
/// Serves the embedded files of <c>wwwroot</c>. Each script in <c>wwwroot/pages</c> is a page with an address of its own.
/// </summary>
static class EmbeddedPages
{
    const string Folder = "wwwroot/";
    const string Shell = "index.html";
    const string Pages = "pages/";
    const string LandingPage = "overview";

    static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
        [".md"] = "text/plain; charset=utf-8",
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var shell = Answer(Content(Shell), ContentTypes[".html"]);
        foreach (var path in Files().Where(path => path != Shell))
        {
            Read(routes, $"/{path}", Answer(Content(path), ContentTypes[Path.GetExtension(path)]));
            if (path.StartsWith(Pages, StringComparison.Ordinal))
                Read(routes, Path.GetFileNameWithoutExtension(path) is var name && name == LandingPage ? "/" : $"/{name}", shell);
        }
    }

    /// <summary>Serves the shell for an unknown address; its script reports that the page does not exist.</summary>
    public static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = ContentTypes[".html"];
        return http.Response.Body.WriteAsync(Content(Shell), http.RequestAborted).AsTask();
    }

    static void Read(IEndpointRouteBuilder routes, string path, RequestDelegate answer) => routes.MapMethods(path, ReadMethods, answer);

    static IEnumerable<string> Files() => typeof(EmbeddedPages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]);

    static byte[] Content(string path)
    {
        using var stream = typeof(EmbeddedPages).Assembly.GetManifestResourceStream(Folder + path)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    static RequestDelegate Answer(byte[] content, string contentType)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
        return http =>
        {
            // Another version of the program may serve the same address later.
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(content, contentType, entityTag: tag).ExecuteAsync(http);
        };
    }
}
