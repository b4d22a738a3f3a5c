using System.Net;

namespace FlowLogs.Local.Web;

/// <param name="Kind"><c>private</c>, <c>aws</c> or <c>public</c>.</param>
/// <param name="Note">Which range it is of.</param>
sealed record AddressMark(string Kind, string Note);

/// <summary>Whose an address is, by the ranges in <c>Data/addresses.txt</c>; of several that hold it, the smallest counts.</summary>
static class AddressMarks
{
    static readonly AddressMark Public = new("public", "Of no range that is known to be private or AWS's");

    static readonly (IPNetwork Network, AddressMark Mark)[] Ranges =
        [.. ShippedTable.Read("addresses.txt", 3).Select(row => (IPNetwork.Parse(row[0]), new AddressMark(row[1], row[2]))).OrderByDescending(range => range.Item1.PrefixLength)];

    /// <summary>Null where the text is no address.</summary>
    public static AddressMark? Of(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || !text.AsSpan().ContainsAny('.', ':'))
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return Ranges.FirstOrDefault(range => range.Network.Contains(address), (default, Public)).Mark;
    }
}
