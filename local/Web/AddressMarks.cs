using System.Net;

namespace Web;

/// <param name="Kind"><c>private</c>, <c>aws</c> or <c>public</c>.</param>
/// <param name="Label">The word to show: the kind, or <c>special use</c> for what is private only in that the internet does not route it.</param>
/// <param name="Note">Which range it is of.</param>
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
/// Says whose an address is: by the special-use addresses in <c>Data/addresses.txt</c>, and by AWS's ranges, as shipped or from a newer file. The
/// smallest range that contains the address counts.
/// </summary>
sealed class AddressMarks
{
    static readonly AddressMark Public = AddressMark.Of("public", "Of no range that is known to be private or AWS's");

    // By the length of the prefix, longest first; within one, by the network's first address.
    readonly (int Length, Dictionary<IPAddress, AddressMark> Marks)[] _ranges;

    AddressMarks(IEnumerable<(IPNetwork Network, AddressMark Mark)> ranges) => _ranges =
    [
        .. ranges.GroupBy(range => range.Network.PrefixLength).OrderByDescending(length => length.Key)
            .Select(length => (length.Key, length.GroupBy(range => range.Network.BaseAddress).ToDictionary(same => same.Key, same => same.First().Mark))),
    ];

    /// <summary>By the ranges that ship with the program alone.</summary>
    public static AddressMarks Shipped { get; } = new([.. Read("addresses.txt"), .. IpRangesFile.ReadShipped()]);

    /// <summary>By AWS's own ranges.</summary>
    /// <param name="ranges">The public ranges, as <see cref="IpRangesFile"/> reads them.</param>
    public static AddressMarks With(IEnumerable<(IPNetwork Network, AddressMark Mark)> ranges) => new([.. Read("addresses.txt"), .. ranges]);

    /// <summary>Null where the text is no address.</summary>
    public AddressMark? Of(string text)
    {
        if (!text.AsSpan().ContainsAny('.', ':') || !IPAddress.TryParse(text, out var address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        foreach (var (length, marks) in _ranges)
        {
            if (length <= 8 * bytes.Length && marks.TryGetValue(Masked(bytes, length), out var mark))
                return mark;
        }

        return Public;
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
