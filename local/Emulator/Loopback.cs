using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator;

/// <summary>An HTTP server on a free port of 127.0.0.1 for one emulated AWS service. It listens until it is disposed.</summary>
sealed class Loopback : IAsyncDisposable
{
    readonly WebApplication _application;

    Loopback(WebApplication application, Uri url)
    {
        _application = application;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>
    /// Gets or sets a fault for tests: it handles each request in place of the service, and receives the service to call it or not.
    /// </summary>
    public Func<HttpContext, RequestDelegate, Task>? Fault { get; set; }

    /// <param name="answer">Answers every request.</param>
    /// <param name="maxRequestBytes">The largest request that is accepted, in bytes.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<Loopback> StartAsync(RequestDelegate answer, long maxRequestBytes, CancellationToken ct)
    {
        // The other builders read configuration, and watch every file below the current folder for changes of it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = maxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var application = builder.Build();
        Loopback? server = null;
        application.Run(http => !IsFromProgram(http.Request) ? RefuseAsync(http) : server?.Fault?.Invoke(http, answer) ?? answer(http));
        await application.StartAsync(ct);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return server = new Loopback(application, new Uri(addresses.First()));
    }

    /// <summary>
    /// Returns whether the request comes from a program on this machine. A web page in a browser can reach the loopback too: with the name
    /// of its own site, which resolves to this address (DNS rebinding), or with a blind request, which the browser marks.
    /// </summary>
    public static bool IsFromProgram(HttpRequest request) =>
        (request.Host.Host == "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address)))
        && !request.Headers.ContainsKey("Origin") && !request.Headers.ContainsKey("Sec-Fetch-Site");

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
