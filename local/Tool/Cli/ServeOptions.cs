using System.CommandLine;
using System.Globalization;
using System.Net;
using Emulator.Template;
using Web;

namespace Tool.Cli;

/// <summary>The options of the commands that serve the web page.</summary>
sealed class ServeOptions
{
    const int UsualPort = 8080;

    readonly Option<int> _port = new("--port")
    {
        Description = "The port of the web page, up to 65535; 0 picks a free one",
        HelpName = "P",
        DefaultValueFactory = _ => UsualPort,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port <= IPEndPoint.MaxPort)
                return port;
            result.AddError($"--port must be between 0 and {IPEndPoint.MaxPort}, but was {result.Tokens[0].Value}.");
            return 0;
        },
    };

    readonly Option<IPAddress> _bind = new("--bind")
    {
        Description = "The address that the web page listens on. The page has no password: if the address is not the loopback address, "
            + "other machines can read the data",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result =>
        {
            if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
                return address;
            result.AddError($"--bind must be an IP address such as 127.0.0.1, but was '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A host name that the web page accepts, besides localhost and IP addresses; may be repeated",
        HelpName = "NAME",
    };

    readonly Option<string?> _ipRanges = IpRangesOption();
    readonly Option<string?> _names = NamesOption();

    readonly Option<string[]> _geoIp = GeoIpOption();

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_port, _bind, _hosts, _ipRanges, _names, _geoIp];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>Creates the option for AWS's public address ranges.</summary>
    public static Option<string?> IpRangesOption() => new("--ip-ranges")
    {
        Description = "A newer copy of AWS's ip-ranges.json [default: the copy that ships with flowlogs]",
        HelpName = "FILE",
    };

    /// <summary>Creates the option for the user's names of networks and interfaces.</summary>
    public static Option<string?> NamesOption() => new("--names")
    {
        Description = "A CSV file with names of networks and interfaces. A line has a network, address or interface, a name and an optional "
            + $"role, such as 10.0.1.0/24,web-servers,frontend [default: {NameList.FileName} in the data folder, if it exists]",
        HelpName = "FILE",
    };

    /// <summary>Creates the option for databases of countries and autonomous systems.</summary>
    public static Option<string[]> GeoIpOption() => new("--geoip")
    {
        Description = "A MaxMind database (.mmdb) of countries or autonomous systems to show beside addresses; may be repeated",
        HelpName = "FILE",
    };

    /// <summary>Reads the options of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="loadTemplate">Reads the template.</param>
    public WebOptions Read(ParseResult call, string dataFolder, Func<StackTemplate> loadTemplate) => new()
    {
        DataFolder = dataFolder,
        LoadTemplate = loadTemplate,
        Port = call.GetValue(_port),
        Bind = call.GetValue(_bind)!,
        HostNames = call.GetValue(_hosts) ?? [],
        IpRanges = call.GetValue(_ipRanges),
        Names = call.GetValue(_names),
        GeoIp = call.GetValue(_geoIp) ?? [],
    };

    /// <summary>Serves during a run, and after it until the user ends it.</summary>
    /// <param name="options">The web page's options.</param>
    /// <param name="run">The run; its exit code is the command's.</param>
    /// <param name="cancellation">Ctrl+C.</param>
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
            // The usual end.
        }

        return code;
    }
}
