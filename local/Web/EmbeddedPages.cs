using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace FlowLogs.Local.Web;

/// <summary>The files of <c>wwwroot</c>, which are part of the program.</summary>
static class EmbeddedPages
{
    const string Folder = "wwwroot/";

    // One page, whose script shows what the address names.
    static readonly string[] Pages = ["/", "/overview", "/athena"];

    static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var assembly = typeof(EmbeddedPages).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var answer = Answer(content, ContentTypes[Path.GetExtension(name)]);
            var path = name[Folder.Length..];
            foreach (var route in path == "index.html" ? Pages : [$"/{path}"])
                routes.MapGet(route, answer);
        }
    }

    static RequestDelegate Answer(byte[] content, string contentType)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
        return http =>
        {
            // Another version of the program may serve the same address tomorrow.
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(content, contentType, entityTag: tag).ExecuteAsync(http);
        };
    }
}
