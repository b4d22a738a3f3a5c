using System.CommandLine;
using Web;

namespace Tool.Cli;

/// <summary>The options that name files with labels of addresses and interfaces. A command may have only some of them.</summary>
sealed class LabelOptions
{
    /// <summary>AWS's public address ranges.</summary>
    public Option<string?> IpRanges { get; } = new("--ip-ranges")
    {
        Description = "A newer copy of AWS's ip-ranges.json [default: the copy that ships with flowlogs]",
        HelpName = "FILE",
    };

    /// <summary>The user's names of networks and interfaces.</summary>
    public Option<string?> Names { get; } = new("--names")
    {
        Description = "A CSV file with names of networks and interfaces. A line has a network, address or interface, a name and an optional "
            + $"role, such as 10.0.1.0/24,web-servers,frontend [default: {NameList.FileName} in the data folder, if it exists]",
        HelpName = "FILE",
    };

    /// <summary>Databases of countries and autonomous systems.</summary>
    public Option<string[]> GeoIp { get; } = new("--geoip")
    {
        Description = "A MaxMind database (.mmdb) of countries or autonomous systems to show beside addresses; may be repeated",
        HelpName = "FILE",
    };

    /// <summary>Returns the options of pages and findings.</summary>
    /// <param name="call">The call.</param>
    /// <param name="common">The options with the template.</param>
    /// <param name="dataFolder">The data folder.</param>
    public WebOptions Read(ParseResult call, CommonOptions common, string dataFolder) => new()
    {
        DataFolder = dataFolder,
        LoadTemplate = () => common.LoadTemplate(call),
        IpRanges = call.GetValue(IpRanges),
        Names = call.GetValue(Names),
        GeoIp = call.GetValue(GeoIp) ?? [],
    };
}
