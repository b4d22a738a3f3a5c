using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Web;

/// <summary>The addresses of a family as numbers, so that ranges of them can be computed with.</summary>
sealed class AddressSpan(AddressFamily family)
{
    readonly int _bits = family == AddressFamily.InterNetwork ? 32 : 128;

    /// <summary>The last address.</summary>
    public UInt128 Most => _bits == 32 ? uint.MaxValue : UInt128.MaxValue;

    public UInt128 First(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        return _bits == 32 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public UInt128 Last(IPNetwork network) => First(network) | Host(network.PrefixLength);

    public IPAddress Address(UInt128 number)
    {
        var bytes = new byte[_bits / 8];
        if (_bits == 32)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
        else
            BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    /// <summary>Returns the fewest networks that cover a range.</summary>
    public IEnumerable<IPNetwork> Networks(UInt128 first, UInt128 last)
    {
        while (true)
        {
            var length = _bits - Math.Min(_bits, first == 0 ? _bits : (int)UInt128.TrailingZeroCount(first));
            while ((first | Host(length)) > last)
                length++;
            yield return new IPNetwork(Address(first), length);
            var end = first | Host(length);
            if (end >= last)
                yield break;
            first = end + 1;
        }
    }

    UInt128 Host(int prefixLength) => prefixLength == 0 ? Most : (UInt128.One << (_bits - prefixLength)) - 1;
}
