using System.Net;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>
/// Stands before every request. The page has no password: what keeps another site's script from reading it is that the browser names the
/// site. A Host that is a name could be another site's, whose DNS answers with our address (DNS rebinding); an address cannot.
/// </summary>
/// <param name="loopbackOnly">Whether only the addresses of the loopback are accepted.</param>
/// <param name="names">Further host names that the user allows.</param>
sealed class RequestGuard(bool loopbackOnly, IReadOnlyList<string> names)
{
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri "
        + "'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    public Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!IsOurs(http.Request.Host))
            return Refuse(http, StatusCodes.Status421MisdirectedRequest,
                $"Unknown host name '{http.Request.Host.Host}'. Use localhost or the IP address, or start flowlogs with --host NAME.");
        return IsFromOurPage(http.Request) ? next(http)
            : Refuse(http, StatusCodes.Status403Forbidden, "A page of another site sent this request. Open the page of flowlogs itself.");
    }

    bool IsOurs(HostString host) => host.HasValue
        && (host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || names.Contains(host.Host, StringComparer.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host, out var address) && (!loopbackOnly || IPAddress.IsLoopback(address))));

    static bool IsFromOurPage(HttpRequest request)
    {
        // Links on other sites may lead to the pages, but not to their data.
        if (HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api"))
            return true;
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return false;
        return request.Headers.Origin.ToString() is var origin && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}");
    }

    static Task Refuse(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(sentence + "\n");
    }
}
