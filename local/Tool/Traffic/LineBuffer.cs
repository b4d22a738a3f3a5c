using System.Buffers;
using System.Buffers.Text;

namespace Tool.Traffic;

/// <summary>Writes lines of the default format (version 2) as UTF-8, many lines to one write of the stream.</summary>
sealed class LineBuffer(Stream output) : IDisposable
{
    const int Size = 256 * 1024;

    // Far above the longest line, which has 14 fields: two addresses of at most 39 bytes, and numbers of at most 19.
    const int LongestLine = 320;

    static readonly byte[][] Octets = [.. Enumerable.Range(0, 256).Select(octet => System.Text.Encoding.UTF8.GetBytes($"{octet}"))];

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    int _length;

    public void Write(in Flow flow, long start, long end)
    {
        if (IsNearlyFull)
            Flush();

        var line = new Cursor(_buffer, _length);
        line.Text("2 "u8);
        line.Text(AccountId);
        line.Text(flow.Interface.Id);
        if (flow.Gap == Gap.None)
        {
            line.Address(flow.Source);
            line.Address(flow.Destination);
            line.Number(flow.SourcePort);
            line.Number(flow.DestinationPort);
            line.Number(flow.Protocol);
            line.Number(flow.Packets);
            line.Number(flow.Bytes);
        }
        else
        {
            line.Text("- - - - - - - "u8);
        }

        line.Number(start);
        line.Number(end);
        line.Text(flow.Gap switch
        {
            Gap.NoData => "- NODATA\n"u8,
            Gap.SkipData => "- SKIPDATA\n"u8,
            _ => flow.Rejected ? "REJECT OK\n"u8 : "ACCEPT OK\n"u8,
        });
        _length = line.Position;
    }

    public bool IsNearlyFull => _buffer.Length - _length < LongestLine;

    public void Flush()
    {
        output.Write(_buffer, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    static ReadOnlySpan<byte> AccountId => "123456789012"u8;

    ref struct Cursor(Span<byte> buffer, int position)
    {
        readonly Span<byte> _buffer = buffer;

        public int Position { get; private set; } = position;

        public void Text(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_buffer[Position..]);
            Position += text.Length;
        }

        public void Number(long number)
        {
            Digits(number);
            _buffer[Position++] = (byte)' ';
        }

        public void Address(Address address)
        {
            if (address.IsV6)
                V6(address);
            else
                V4(address.Host);
            _buffer[Position++] = (byte)' ';
        }

        void V4(uint host)
        {
            Text(Octets[host >> 24]);
            _buffer[Position++] = (byte)'.';
            Text(Octets[(host >> 16) & 255]);
            _buffer[Position++] = (byte)'.';
            Text(Octets[(host >> 8) & 255]);
            _buffer[Position++] = (byte)'.';
            Text(Octets[host & 255]);
        }

        /// <summary>Writes the form of RFC 5952: lower case, no leading zeros, and <c>::</c> for the long run of zero groups.</summary>
        void V6(Address address)
        {
            for (var shift = 48; shift >= 0; shift -= 16)
            {
                Group((uint)(address.Network >> shift) & 0xffff);
                _buffer[Position++] = (byte)':';
            }

            _buffer[Position++] = (byte)':';
            Group(address.Host);
        }

        void Group(uint group)
        {
            var significant = false;
            for (var shift = 12; shift >= 0; shift -= 4)
            {
                var digit = (int)(group >> shift) & 15;
                significant |= digit != 0 || shift == 0;
                if (significant)
                    _buffer[Position++] = "0123456789abcdef"u8[digit];
            }
        }

        void Digits(long number)
        {
            Utf8Formatter.TryFormat(number, _buffer[Position..], out var written);
            Position += written;
        }
    }
}
