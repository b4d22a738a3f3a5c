using System.Net;

namespace Emulator.Athena.Dialect;

/// <summary>An IPADDRESS: its 16 bytes in hexadecimal, IPv4 mapped into IPv6, so that texts compare as addresses do.</summary>
static class IpAddressText
{
    /// <summary>Returns null if the text is not an address.</summary>
    public static string? Parse(string text) =>
        IPAddress.TryParse(text, out var address) && (text.Contains(':') || text.Count(c => c == '.') == 3)
            ? Convert.ToHexStringLower(address.MapToIPv6().GetAddressBytes())
            : null;

    public static string Format(string hex)
    {
        var address = new IPAddress(Convert.FromHexString(hex));
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    /// <summary>Returns whether an address is in a network such as <c>10.0.0.0/8</c>; null if the network is invalid.</summary>
    public static bool? Contains(string network, string hex)
    {
        var slash = network.IndexOf('/');
        if (slash < 0 || Parse(network[..slash]) is not { } prefix || !int.TryParse(network.AsSpan(slash + 1), out var bits))
            return null;
        var isIpv4 = !network.Contains(':');
        if (bits < 0 || bits > (isIpv4 ? 32 : 128))
            return null;
        if (isIpv4 != hex.StartsWith("00000000000000000000ffff", StringComparison.Ordinal))
            return false;
        bits += isIpv4 ? 96 : 0;
        var digits = bits / 4;
        if (string.CompareOrdinal(prefix, 0, hex, 0, digits) != 0)
            return false;
        var rest = bits % 4;
        return rest == 0 || (Digit(prefix[digits]) ^ Digit(hex[digits])) >> (4 - rest) == 0;
    }

    static int Digit(char digit) => digit <= '9' ? digit - '0' : digit - 'a' + 10;
}
