using System.Net;
using System.Net.Sockets;

namespace Web;

/// <param name="Kind"><c>private</c>, <c>aws</c> or <c>public</c>.</param>
/// <param name="Label">The word to show: the kind, or <c>special use</c> for ranges that are private only because the internet does not
/// route them.</param>
/// <param name="Note">The range that holds the address.</param>
sealed record AddressMark(string Kind, string Label, string Note)
{
    public static AddressMark Of(string word, string note) => word switch
    {
        "special" => new("private", "special use", note),
        "aws" => new("aws", "AWS", note),
        _ => new(word, word, note),
    };
}

/// <summary>
/// Says who owns an address: by the registries of special addresses in <c>Data/addresses.txt</c> and AWS's ranges, from
/// <c>Data/aws-ranges.txt</c> or from the user's copy of AWS's list. The smallest range that holds an address counts.
/// </summary>
sealed class AddressMarks
{
    const string PublicWord = "public";

    static readonly string[] Kinds = ["private", "aws", PublicWord];

    static readonly AddressMark Public = AddressMark.Of(PublicWord, "In no range that is known to be private or AWS's");

    // By the length of the prefix, longest first; within one, by the network's first address.
    readonly (int Length, Dictionary<IPAddress, AddressMark> Marks)[] _ranges;
    readonly List<IPNetwork> _networks;
    readonly Dictionary<string, Lazy<IReadOnlyList<IPNetwork>>> _byKind;

    AddressMarks(IEnumerable<(IPNetwork Network, AddressMark Mark)> ranges)
    {
        var all = ranges.ToList();
        _networks = [.. all.Select(range => range.Network)];
        _ranges =
        [
            .. all.GroupBy(range => range.Network.PrefixLength).OrderByDescending(length => length.Key)
                .Select(length => (length.Key, length.GroupBy(range => range.Network.BaseAddress)
                .ToDictionary(same => same.Key, same => same.First().Mark))),
        ];
        _byKind = Kinds.ToDictionary(kind => kind,
            kind => new Lazy<IReadOnlyList<IPNetwork>>(() =>
            kind == PublicWord ? Disjoint(other => other != kind) : Disjoint(other => other == kind)));
    }

    /// <summary>Knows only the ranges that ship with the program.</summary>
    public static AddressMarks Shipped { get; } = new([.. Read("addresses.txt"), .. IpRangesFile.ReadShipped()]);

    /// <summary>Knows the special ranges and AWS's own list.</summary>
    /// <param name="ranges">The public ranges, as <see cref="IpRangesFile"/> reads them.</param>
    public static AddressMarks With(IEnumerable<(IPNetwork Network, AddressMark Mark)> ranges) =>
        new([.. Read("addresses.txt"), .. ranges]);

    /// <summary>The words for sets of addresses in a filter.</summary>
    public static IReadOnlyList<string> Words => Kinds;

    /// <summary>Returns null if the text is not an address.</summary>
    public AddressMark? Of(string text)
    {
        if (!text.AsSpan().ContainsAny('.', ':') || !IPAddress.TryParse(text, out var address))
            return null;
        return Of(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    /// <summary>
    /// Returns the networks of a word of <see cref="Words"/>, disjoint. For <c>public</c> they are those of all other addresses: public is
    /// what no range holds. Null for any other text.
    /// </summary>
    public IReadOnlyList<IPNetwork>? NetworksOf(string word) => _byKind.GetValueOrDefault(word.ToLowerInvariant())?.Value;

    AddressMark Of(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        foreach (var (length, marks) in _ranges)
        {
            if (length <= 8 * bytes.Length && marks.TryGetValue(Masked(bytes, length), out var mark))
                return mark;
        }

        return Public;
    }

    // Between two neighbouring ends of ranges, all addresses have the same mark.
    List<IPNetwork> Disjoint(Func<string, bool> isWanted)
    {
        var found = new List<IPNetwork>();
        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            var span = new AddressSpan(family);
            var ends = _networks.Where(network => network.BaseAddress.AddressFamily == family)
                .SelectMany(network => new[] { span.First(network), span.Last(network) + 1 }).Append(UInt128.Zero).Distinct().Order()
                .ToList();
            UInt128? start = null;
            for (var i = 0; i < ends.Count; i++)
            {
                var wanted = (ends[i] != 0 || i == 0) && ends[i] <= span.Most && isWanted(Of(span.Address(ends[i])).Kind);
                if (wanted)
                    start ??= ends[i];
                else if (start is { } begun)
                {
                    found.AddRange(span.Networks(begun, ends[i] - 1));
                    start = null;
                }
            }

            if (start is { } open)
                found.AddRange(span.Networks(open, span.Most));
        }

        return found;
    }

    static IPAddress Masked(byte[] address, int length)
    {
        var masked = new byte[address.Length];
        for (var i = 0; i < masked.Length; i++)
            masked[i] = (byte)(address[i] & (length >= 8 * (i + 1) ? 0xff : length <= 8 * i ? 0 : 0xff << ((8 * (i + 1)) - length)));
        return new IPAddress(masked);
    }

    static IEnumerable<(IPNetwork Network, AddressMark Mark)> Read(string table) =>
        ShippedTable.Read(table, 3).Select(row => (IPNetwork.Parse(row[0]), AddressMark.Of(row[1], row[2])));
}
