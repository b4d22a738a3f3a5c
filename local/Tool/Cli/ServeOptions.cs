using System.CommandLine;
using System.Net;
using Web;

namespace Tool.Cli;

/// <summary>The options of the commands that serve the web page.</summary>
sealed class ServeOptions
{
    readonly Option<int> _port =
        WholeNumber.Option("--port", "P", "The port of the web page, up to 65535; 0 picks a free one", 8080, 0, IPEndPoint.MaxPort);

    readonly Option<IPAddress> _bind = new("--bind")
    {
        Description = "The address that the web page listens on. The page has no password: if the address is not the loopback address, "
            + "other machines can read the data",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result => IPAddress.TryParse(result.Tokens[0].Value, out var address)
            ? address
            : result.Refuse<IPAddress>($"--bind must be an IP address such as 127.0.0.1, but was '{result.Tokens[0].Value}'."),
    };

    readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A host name that the web page accepts, besides localhost and IP addresses; may be repeated",
        HelpName = "NAME",
    };

    readonly LabelOptions _labels = new();

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_port, _bind, _hosts, _labels.IpRanges, _labels.Names, _labels.GeoIp];

    /// <summary>Serves during a run, and after it until the user ends it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="common">The options with the template.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="run">The run; its exit code is the command's.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public async Task<int> ServeAsync(
        ParseResult call, CommonOptions common, string dataFolder, Func<Task<int>> run, CancellationToken cancellation)
    {
        var options = _labels.Read(call, common, dataFolder) with
        {
            Port = call.GetValue(_port),
            Bind = call.GetValue(_bind)!,
            HostNames = call.GetValue(_hosts) ?? [],
        };
        await using var server = await WebServer.StartAsync(options, cancellation);
        Console.WriteLine($"Serving {dataFolder} on {server.Url}   (Ctrl+C ends it)");
        var code = await run();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
        return code;
    }
}
