using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>Notifies browsers of changes with server-sent events (HTML Standard, "Server-sent events").</summary>
sealed class LiveFeed(StackView stack, CancellationToken stopping)
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(15);

    public async Task SendAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        using var timer = new PeriodicTimer(Look);
        var (sent, silent) = ("", TimeSpan.Zero);
        try
        {
            do
            {
                var version = stack.Version.Current;
                silent += Look;
                if (version == sent && silent < SignOfLife)
                    continue;
                await http.Response.WriteAsync(version == sent ? ": still here\n\n" : $"data: {version}\n\n", end.Token);
                await http.Response.Body.FlushAsync(end.Token);
                (sent, silent) = (version, TimeSpan.Zero);
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // The browser or the server has closed the connection.
        }
    }
}
