using System.Net;
using System.Net.Sockets;
using Web.Filters;

namespace Web;

/// <summary>Values of networks. The smallest network that holds an address counts.</summary>
sealed class PrefixTable<T>
    where T : class
{
    // Longest prefix first. For each length, the values by the network's first address.
    readonly (int Length, Dictionary<IPAddress, T> Values)[] _lengths;
    readonly List<IPNetwork> _networks;

    public PrefixTable(IEnumerable<(IPNetwork Network, T Value)> entries)
    {
        var all = entries.ToList();
        _networks = [.. all.Select(entry => entry.Network)];
        _lengths =
        [
            .. all.GroupBy(entry => entry.Network.PrefixLength).OrderByDescending(length => length.Key)
                .Select(length => (length.Key, length.GroupBy(entry => entry.Network.BaseAddress)
                .ToDictionary(same => same.Key, same => same.First().Value))),
        ];
    }

    /// <summary>All networks, in the order of the entries.</summary>
    public IReadOnlyList<IPNetwork> Networks => _networks;

    /// <summary>Returns the value of the smallest network that holds an address, or null.</summary>
    /// <param name="address">The address.</param>
    /// <param name="longest">The longest prefix to look for.</param>
    public T? Of(IPAddress address, int longest = 128)
    {
        var bytes = address.GetAddressBytes();
        foreach (var (length, values) in _lengths)
        {
            if (length <= Math.Min(longest, 8 * bytes.Length) && values.TryGetValue(NetworkText.FirstOf(bytes, length), out var value))
                return value;
        }

        return null;
    }

    /// <summary>Returns disjoint networks of all addresses whose value is wanted. An address in no network has the value null.</summary>
    public List<IPNetwork> Disjoint(Func<T?, bool> isWanted)
    {
        var found = new List<IPNetwork>();
        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            var span = new AddressSpan(family);
            // Between two neighbouring ends of networks, all addresses have the same value.
            var ends = _networks.Where(network => network.BaseAddress.AddressFamily == family)
                .SelectMany(network => new[] { span.First(network), span.Last(network) + 1 }).Append(UInt128.Zero).Distinct().Order()
                .ToList();
            UInt128? start = null;
            for (var i = 0; i < ends.Count; i++)
            {
                var wanted = (ends[i] != 0 || i == 0) && ends[i] <= span.Most && isWanted(Of(span.Address(ends[i])));
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
}
