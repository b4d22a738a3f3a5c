using System.Net;
using Emulator.Template;

namespace Web;

/// <summary>The content and the address of the web page.</summary>
public sealed record WebOptions
{
    public required string DataFolder { get; init; }

    /// <summary>Reads the template; called again after its file has changed.</summary>
    public required Func<StackTemplate> LoadTemplate { get; init; }

    /// <summary>A copy of AWS's <c>ip-ranges.json</c>; null for the ranges that ship with the program.</summary>
    public string? IpRanges { get; init; }

    /// <summary>The user's names of networks and interfaces; null for <c>names.csv</c> in the data folder, if it exists.</summary>
    public string? Names { get; init; }

    /// <summary>MaxMind databases of countries and autonomous systems.</summary>
    public IReadOnlyList<string> GeoIp { get; init; } = [];

    /// <summary>The loopback, unless the user sets another address.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>0 selects a free port.</summary>
    public int Port { get; init; }

    /// <summary>Host names, in addition to addresses and localhost, that the page accepts in requests.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];
}
