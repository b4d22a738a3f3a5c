using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Web.Filters;

/// <summary>Writes conditions on addresses, which are strings in the table, for networks.</summary>
static class NetworkText
{
    const string HexDigits = "0123456789abcdef";

    /// <summary>Reads an address. An IPv4 address in IPv6 form becomes IPv4.</summary>
    public static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        // IPAddress also takes "10" as 0.0.0.10.
        if (!text.AsSpan().ContainsAny('.', ':') || !IPAddress.TryParse(text, out address))
        {
            address = null;
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return true;
    }

    /// <summary>Reads a CIDR block. Bits of the host part are ignored.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        if (text.Split('/') is not [var address, var length] || !IPAddress.TryParse(address, out var first) || !address.AsSpan()
            .ContainsAny('.', ':')
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
        {
            return false;
        }

        var bytes = first.GetAddressBytes();
        if (bits > 8 * bytes.Length)
            return false;
        network = new IPNetwork(FirstOf(bytes, bits), bits);
        return true;
    }

    /// <summary>Returns the first address of the network that holds an address.</summary>
    /// <param name="address">The bytes of the address.</param>
    /// <param name="length">The length of the network's prefix.</param>
    public static IPAddress FirstOf(ReadOnlySpan<byte> address, int length)
    {
        var first = new byte[address.Length];
        for (var i = 0; i < first.Length; i++)
            first[i] = (byte)(address[i] & (length >= 8 * (i + 1) ? 0xff : length <= 8 * i ? 0 : 0xff << ((8 * (i + 1)) - length)));
        return new IPAddress(first);
    }

    /// <summary>Returns the condition that a column has an address of one of the networks.</summary>
    public static string AnyOf(string column, IReadOnlyList<IPNetwork> networks)
    {
        if (networks is [{ BaseAddress.AddressFamily: AddressFamily.InterNetwork, PrefixLength: 8 or 16 or 24 } only])
            return $"{column} LIKE '{string.Join('.', only.BaseAddress.GetAddressBytes().Take(only.PrefixLength / 8))}.%'";
        if (networks.Count > 0 && networks.All(network =>
            network is { BaseAddress.AddressFamily: AddressFamily.InterNetwork, PrefixLength: 32 }))
            return SqlText.AnyOf(column, networks.Select(network => network.BaseAddress.ToString()));
        if (networks is [{ BaseAddress.AddressFamily: AddressFamily.InterNetworkV6 } one])
            return $"({Contains(column, $"{column} LIKE '%:%'", [one])})";
        // One expression for both families would be too large for the fast way in which RE2 runs it.
        var conditions = new[]
            {
                Patterns(networks.Where(network => network.BaseAddress.AddressFamily == AddressFamily.InterNetwork), '.', Octets),
                Patterns(networks.Where(HasPattern), ':', Hextets),
            }
            .Select(patterns => string.Join('|', patterns)).Where(patterns => patterns.Length > 0)
            .Select(patterns => $"regexp_like({column}, '^({patterns})')")
            .Concat(networks.Where(network => network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 && !HasPattern(network))
                .GroupBy(StartOf).Select(same => Contains(column, $"regexp_like({column}, '^{same.Key}')", same)))
            .ToList();
        return conditions.Count == 0 ? "false" : conditions.Count == 1 ? conditions[0] : $"({string.Join(" OR ", conditions)})";
    }

    // An IPv6 address has several spellings. CASE keeps the slow comparison away from all other addresses, as AND does not everywhere.
    static string Contains(string column, string condition, IEnumerable<IPNetwork> networks) =>
        $"CASE WHEN {condition} THEN {string.Join(" OR ", networks.Select(network =>
            $"contains('{network}', TRY_CAST({column} AS ipaddress))"))} ELSE false END";

    /// <summary>Returns a pattern for the start that addresses of the network have in the usual spelling.</summary>
    static string StartOf(IPNetwork network)
    {
        var parts = Hextets(network.BaseAddress).Take(network.PrefixLength / 16).TakeWhile(part => part != 0).ToList();
        return parts.Count > 0 ? string.Concat(parts.Select(part => Text(part, ':') + ':'))
            : network.PrefixLength >= 16 ? "0?:" : "[0-9a-f]*:";
    }

    // In the usual spelling (RFC 5952), zeros are left out once: only where no part of the prefix is zero are its parts at fixed places.
    static bool HasPattern(IPNetwork network) => network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6
        && network.PrefixLength < 128 && !Hextets(network.BaseAddress).Take(network.PrefixLength / 16).Contains(0);

    /// <summary>Returns patterns for the starts of addresses. One pattern replaces several that differ only in their last part.</summary>
    static IEnumerable<string> Patterns(IEnumerable<IPNetwork> networks, char separator, Func<IPAddress, int[]> partsOf)
    {
        var bits = separator == '.' ? 8 : 16;
        var escaped = separator == '.' ? @"\." : ":";
        return networks
            .Select(network => (Parts: partsOf(network.BaseAddress),
            Whole: Math.Min(network.PrefixLength / bits, (network.PrefixLength - 1) / bits), network.PrefixLength))
            .GroupBy(network => string.Concat(network.Parts.Take(Math.Max(0, network.Whole))
            .Select(part => Text(part, separator) + escaped)))
            .Select(same => same.Key + Alternatives(
            same.Select(network => PrefixPattern(network.Parts, network.PrefixLength - (bits * Math.Max(0, network.Whole)),
            Math.Max(0, network.Whole), bits, separator, escaped))));
    }

    static string Alternatives(IEnumerable<string> patterns) =>
        patterns.Distinct().ToList() is [var only] ? only : $"({string.Join('|', patterns.Distinct())})";

    // The values of the part in which the prefix ends, and the following text.
    static string PrefixPattern(int[] parts, int length, int place, int bits, char separator, string escaped)
    {
        var (low, size) = (parts[place], 1 << (bits - length));
        var end = place == parts.Length - 1 ? "$" : escaped;
        if (separator == '.')
            return $"({string.Join('|', Decimals(low, low + size - 1))}){end}";
        // Zero can be omitted, with the separator after it.
        return $"({Hex(low, bits - length)}{(low == 0 ? "|" : "")}){end}";
    }

    static IEnumerable<string> Decimals(int low, int high)
    {
        for (var tens = low / 10; tens <= high / 10; tens++)
        {
            var (first, last) = (Math.Max(low, tens * 10) % 10, Math.Min(high, (tens * 10) + 9) % 10);
            yield return $"{(tens == 0 ? "" : tens)}{(first == last ? $"{first}" : $"[{first}-{last}]")}";
        }
    }

    /// <summary>Returns a pattern of hexadecimal numbers with any values of the last bits, without leading zeros.</summary>
    static string Hex(int low, int freeBits)
    {
        var (free, partial) = (freeBits / 4, freeBits % 4);
        var fixedDigits = (low >> (freeBits + (partial == 0 ? 0 : 4 - partial))).ToString("x", CultureInfo.InvariantCulture);
        var first = partial == 0 ? -1 : (low >> (4 * free)) & 0xf;
        var last = first + (1 << partial) - 1;
        var any = free == 0 ? "" : $"[0-9a-f]{{{free}}}";
        if (fixedDigits != "0")
            return $"{fixedDigits}{(partial == 0 ? "" : Class(first, last))}{any}";
        if (partial > 0 && first > 0)
            return Class(first, last) + any;
        // All numbers below a limit: fewer digits, or the same number of digits with a smaller first digit.
        return partial == 0 ? (free == 0 ? "0" : $"[0-9a-f]{{1,{free}}}")
            : free == 0 ? Class(0, last) : $"[0-9a-f]{{1,{free}}}|{Class(1, last)}{any}";
    }

    static string Class(int first, int last) => first == last ? $"{HexDigits[first]}" : $"[{HexDigits[first..(last + 1)]}]";

    static string Text(int part, char separator) => part.ToString(separator == '.' ? "d" : "x", CultureInfo.InvariantCulture);

    static int[] Octets(IPAddress address) => [.. address.GetAddressBytes().Select(part => (int)part)];

    static int[] Hextets(IPAddress address) => [.. address.GetAddressBytes().Chunk(2).Select(pair => (pair[0] << 8) | pair[1])];
}
