namespace Fuzz.Tests;

/// <summary>
/// Gzip as RFC 1952 and RFC 1951 tell it, written for reading and slow: members end to end, each whole with its checksum and length, and nothing behind them.
/// </summary>
sealed class ReferenceInflater
{
    static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    static readonly int[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    static readonly int[] DistanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    static readonly int[] DistanceBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
    static readonly int[] CodeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, (crc, _) => (crc >> 1) ^ ((crc & 1) * 0xedb88320)))];

    readonly byte[] _data;
    readonly int _limit;
    readonly List<byte> _output = [];
    int _next;
    int _bits;
    int _bitCount;

    ReferenceInflater(byte[] data, int limit) => (_data, _limit) = (data, limit);

    /// <summary>The text, or null where the data is not whole gzip, or inflates past the limit.</summary>
    public static byte[]? Inflate(byte[] data, int limit)
    {
        var inflater = new ReferenceInflater(data, limit);
        try
        {
            do
                inflater.Member();
            while (inflater._next < data.Length);
            return [.. inflater._output];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static InvalidDataException Wrong() => new();

    int Byte() => _next < _data.Length ? _data[_next++] : throw Wrong();

    void Member()
    {
        var headerStart = _next;
        if (Byte() != 0x1f || Byte() != 0x8b || Byte() != 8)
            throw Wrong();
        var flags = Byte();
        if ((flags & 0xe0) != 0)
            throw Wrong();
        for (var i = 0; i < 6; i++)
            Byte();
        if ((flags & 4) != 0)
            for (var extra = Byte() | (Byte() << 8); extra > 0; extra--)
                Byte();
        if ((flags & 8) != 0)
            SkipText();
        if ((flags & 16) != 0)
            SkipText();
        if ((flags & 2) != 0)
        {
            var crc = Crc(_data.AsSpan(headerStart, _next - headerStart)) & 0xffff;
            if ((Byte() | (Byte() << 8)) != (int)crc)
                throw Wrong();
        }
        var start = _output.Count;
        (_bits, _bitCount) = (0, 0);
        while (!Block(start))
        {
        }
        (_bits, _bitCount) = (0, 0);
        var text = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_output)[start..];
        if (Number() != Crc(text) || Number() != (uint)text.Length)
            throw Wrong();
    }

    void SkipText()
    {
        while (Byte() != 0)
        {
        }
    }

    uint Number() => (uint)(Byte() | (Byte() << 8) | (Byte() << 16)) | ((uint)Byte() << 24);

    static uint Crc(ReadOnlySpan<byte> text)
    {
        var crc = uint.MaxValue;
        foreach (var value in text)
            crc = CrcTable[(crc ^ value) & 0xff] ^ (crc >> 8);
        return ~crc;
    }

    int Bits(int count)
    {
        while (_bitCount < count)
        {
            _bits |= Byte() << _bitCount;
            _bitCount += 8;
        }
        var bits = _bits & ((1 << count) - 1);
        _bits >>= count;
        _bitCount -= count;
        return bits;
    }

    // True for the last.
    bool Block(int start)
    {
        var isLast = Bits(1) == 1;
        switch (Bits(2))
        {
            case 0:
                (_bits, _bitCount) = (0, 0);
                var length = Byte() | (Byte() << 8);
                if ((length ^ 0xffff) != (Byte() | (Byte() << 8)))
                    throw Wrong();
                for (; length > 0; length--)
                    Put((byte)Byte());
                break;
            case 1:
                Codes(start, new Huffman([.. Enumerable.Range(0, 288).Select(i => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)]), new Huffman([.. Enumerable.Repeat(5, 30)]));
                break;
            case 2:
                Dynamic(start);
                break;
            default:
                throw Wrong();
        }
        return isLast;
    }

    void Dynamic(int start)
    {
        var (literals, distances, codes) = (Bits(5) + 257, Bits(5) + 1, Bits(4) + 4);
        if (literals > 286 || distances > 30)
            throw Wrong();
        var lengths = new int[19];
        for (var i = 0; i < codes; i++)
            lengths[CodeOrder[i]] = Bits(3);
        var code = new Huffman(lengths);
        if (!code.IsComplete)
            throw Wrong();
        var all = new List<int>();
        while (all.Count < literals + distances)
        {
            var symbol = code.Read(this);
            var (value, times) = symbol switch
            {
                16 => (all.Count > 0 ? all[^1] : throw Wrong(), 3 + Bits(2)),
                17 => (0, 3 + Bits(3)),
                18 => (0, 11 + Bits(7)),
                _ => (symbol, 1),
            };
            all.AddRange(Enumerable.Repeat(value, times));
        }
        if (all.Count > literals + distances || all[256] == 0)
            throw Wrong();
        var (literal, distance) = (new Huffman(all[..literals].ToArray()), new Huffman(all[literals..].ToArray()));
        if (!literal.IsComplete && !literal.IsSingle || !distance.IsComplete && !distance.IsSingle && !distance.IsEmpty)
            throw Wrong();
        Codes(start, literal, distance);
    }

    void Codes(int start, Huffman literal, Huffman distance)
    {
        while (literal.Read(this) is var symbol and not 256)
        {
            if (symbol < 256)
            {
                Put((byte)symbol);
                continue;
            }
            if (symbol > 285)
                throw Wrong();
            var length = LengthBase[symbol - 257] + Bits(LengthBits[symbol - 257]);
            var far = distance.Read(this);
            if (far > 29)
                throw Wrong();
            var back = DistanceBase[far] + Bits(DistanceBits[far]);
            if (back > _output.Count - start)
                throw Wrong();
            for (; length > 0; length--)
                Put(_output[^back]);
        }
    }

    void Put(byte value)
    {
        if (_output.Count == _limit)
            throw Wrong();
        _output.Add(value);
    }

    sealed class Huffman
    {
        readonly int[] _count = new int[16];
        readonly int[] _symbols;

        public Huffman(int[] lengths)
        {
            foreach (var length in lengths)
                _count[length]++;
            _symbols = [.. lengths.Select((length, symbol) => (length, symbol)).Where(code => code.length > 0).OrderBy(code => code.length).ThenBy(code => code.symbol).Select(code => code.symbol)];
            _count[0] = 0;
            var left = 1;
            for (var length = 1; length < 16; length++)
            {
                left = (left << 1) - _count[length];
                if (left < 0)
                    throw Wrong();
            }
            IsComplete = left == 0;
        }

        public bool IsComplete { get; }

        public bool IsEmpty => _symbols.Length == 0;

        /// <summary>One code of one bit: the only set that may be incomplete.</summary>
        public bool IsSingle => _symbols.Length == 1 && _count[1] == 1;

        public int Read(ReferenceInflater data)
        {
            int code = 0, first = 0, index = 0;
            for (var length = 1; length < 16; length++)
            {
                code |= data.Bits(1);
                if (code - _count[length] < first)
                    return _symbols[index + (code - first)];
                index += _count[length];
                first = (first + _count[length]) << 1;
                code <<= 1;
            }
            throw Wrong();
        }
    }
}
