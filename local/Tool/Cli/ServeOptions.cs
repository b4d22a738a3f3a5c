using System.CommandLine;
using System.Globalization;
using System.Net;
using Emulator.Template;
using Web;

namespace Tool.Cli;

/// <summary>Where the web page is served: the options of the commands that serve it.</summary>
sealed class ServeOptions
{
    const int UsualPort = 8080;

    readonly Option<int> _port = new("--port")
    {
        Description = "The port of the web page, up to 65535; 0 takes any free one",
        HelpName = "P",
        DefaultValueFactory = _ => UsualPort,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
                return port;
            result.AddError($"--port '{result.Tokens[0].Value}' is no number from 0 to {IPEndPoint.MaxPort}.");
            return 0;
        },
    };

    readonly Option<IPAddress> _bind = new("--bind")
    {
        Description = "The address that the web page listens on; it has no password, so anything but the loopback lets others read the data",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result =>
        {
            if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
                return address;
            result.AddError($"--bind '{result.Tokens[0].Value}' is no address, such as 127.0.0.1.");
            return null;
        },
    };

    readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A name under which browsers may ask for the web page, besides localhost and addresses; may be given again for more",
        HelpName = "NAME",
    };

    readonly Option<string?> _ipRanges = IpRangesOption();

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_port, _bind, _hosts, _ipRanges];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>Where the public addresses of AWS come from.</summary>
    public static Option<string?> IpRangesOption() => new("--ip-ranges")
    {
        Description = "A newer copy of AWS's ip-ranges.json [default: the copy that ships with flowlogs]",
        HelpName = "FILE",
    };

    /// <summary>What a call asks for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="dataFolder">The folder that is shown.</param>
    /// <param name="loadTemplate">Reads the template.</param>
    public WebOptions Read(ParseResult call, string dataFolder, Func<StackTemplate> loadTemplate) => new()
    {
        DataFolder = dataFolder,
        LoadTemplate = loadTemplate,
        Port = call.GetValue(_port),
        Bind = call.GetValue(_bind)!,
        HostNames = call.GetValue(_hosts) ?? [],
        IpRanges = call.GetValue(_ipRanges),
    };

    /// <summary>Serves while something runs, and then until the user ends it.</summary>
    /// <param name="options">What is served, and where.</param>
    /// <param name="run">Runs meanwhile; its exit code is the command's.</param>
    /// <param name="cancellation">The user's Ctrl+C.</param>
    public static async Task<int> ServeAsync(WebOptions options, Func<Task<int>> run, CancellationToken cancellation)
    {
        await using var server = await WebServer.StartAsync(options, cancellation);
        Console.WriteLine($"Serving {options.DataFolder} on {server.Url}   (Ctrl+C ends it)");
        var code = await run();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C is how it ends.
        }

        return code;
    }
}
