using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Web;

/// <summary>The web page of the local stack, served until this object is disposed.</summary>
public sealed class WebServer : IAsyncDisposable
{
    const long MaxRequestBytes = 1 << 20;
    const int MaxAddressBytes = 128 << 10;

    readonly WebApplication _application;
    readonly StackView _stack;

    WebServer(WebApplication application, StackView stack, Uri url) => (_application, _stack, Url) = (application, stack, url);

    /// <summary>The address for browsers.</summary>
    public Uri Url { get; }

    /// <summary>Starts serving.</summary>
    /// <exception cref="StackException">The port is in use, or this machine does not have the address.</exception>
    public static async Task<WebServer> StartAsync(WebOptions options, CancellationToken cancellation = default)
    {
        // Otherwise, every file below the current folder is watched for changes of a configuration.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            // A filter can have values of thousands of characters, and a link to the editor contains a whole query.
            kestrel.Limits.MaxRequestLineSize = MaxAddressBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 2 * MaxAddressBytes;
            kestrel.Listen(options.Bind, options.Port);
        });
        // A browser that waits for events keeps its connection open.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var stack = new StackView(options);
        var application = builder.Build();
        application.Use(new RequestGuard(IPAddress.IsLoopback(options.Bind), options.HostNames).CheckAsync);
        application.Use((http, next) => http.GetEndpoint() is null ? WebApi.NotFoundAsync(http) : next(http));
        EmbeddedPages.Map(application);
        WebApi.Map(application, stack, application.Lifetime.ApplicationStopping);
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            await application.DisposeAsync();
            stack.Dispose();
            throw new StackException(
                exception is IOException
                    ? $"Port {options.Port} of {options.Bind} is in use. Use another --port; 0 picks a free one."
                    : $"The web page cannot listen on {options.Bind} port {options.Port}: {exception.Message}. Use --bind with an address of "
                    + "this machine and --port with a port that you may use.",
                exception);
        }

        _ = Task.Run(() => OverviewPanels.PrepareAsync(stack, application.Lifetime.ApplicationStopping), CancellationToken.None);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new WebServer(application, stack, Reachable(new Uri(addresses.First())));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _stack.Dispose();
    }

    // A server on all addresses is found at the loopback too.
    static Uri Reachable(Uri url) => url.Host is "0.0.0.0" or "[::]" ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri : url;
}
