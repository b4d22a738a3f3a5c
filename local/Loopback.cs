using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowLogs.Local;

/// <summary>An HTTP server on a free port of 127.0.0.1, for one AWS service that local mode plays. It listens until it is disposed of.</summary>
sealed class Loopback : IAsyncDisposable
{
    readonly WebApplication _application;

    Loopback(WebApplication application, Uri url)
    {
        _application = application;
        Url = url;
    }

    public Uri Url { get; }

    /// <param name="answer">Answers every request.</param>
    /// <param name="maxRequestBytes">A larger request is refused.</param>
    /// <param name="ct">Gives up starting.</param>
    public static async Task<Loopback> StartAsync(RequestDelegate answer, long maxRequestBytes, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = maxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync(ct);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Loopback(application, new Uri(addresses.First()));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
