using System.Net;
using Emulator.Template;

namespace Web;

/// <summary>What a web page is served of, and where.</summary>
public sealed record WebOptions
{
    public required string DataFolder { get; init; }

    /// <summary>Reads the template; called again when its file has changed.</summary>
    public required Func<StackTemplate> LoadTemplate { get; init; }

    /// <summary>A copy of AWS's <c>ip-ranges.json</c>; null for the ranges that ship with the program.</summary>
    public string? IpRanges { get; init; }

    /// <summary>The loopback, unless the user asks for another.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>Host names, besides addresses and localhost, that the page accepts in requests.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];
}
