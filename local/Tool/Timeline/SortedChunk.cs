using System.Numerics;
using System.Runtime.InteropServices;

namespace Tool.Timeline;

/// <summary>A chunk of lines that is sorted on demand.</summary>
/// <remarks>
/// Slot, interface and second form one 64-bit number per line, which sorts fast. Texts are compared only if the numbers are equal.
/// </remarks>
sealed class SortedChunk(int capacity, int slotSeconds)
{
    // The index entry of a line takes memory too; for very short lines, more than the text.
    const int ShortLine = 64;

    readonly byte[] _text = new byte[capacity];
    readonly InterfaceNumbers _interfaces = new();
    readonly List<Entry> _entries = [];
    ulong[] _order = [];
    int[] _places = [];
    int _length;
    long _oldest = long.MaxValue;

    public bool IsEmpty => _entries.Count == 0;

    public bool TryAdd(ReadOnlySpan<byte> line, long slot, long end, int interfaceStart, int interfaceLength)
    {
        if (line.Length > _text.Length - _length || _entries.Count > capacity / ShortLine)
            return false;
        line.CopyTo(_text.AsSpan(_length));
        var number = _interfaces.NumberOf(line.Slice(interfaceStart, interfaceLength));
        _entries.Add(new Entry(slot, end, _length, line.Length, number, (ushort)interfaceStart, (ushort)interfaceLength));
        _length += line.Length;
        _oldest = Math.Min(_oldest, slot);
        return true;
    }

    /// <summary>Returns the lines in order. Their text is valid until the chunk is cleared.</summary>
    public IEnumerable<(LineKey Key, ReadOnlyMemory<byte> Text)> Sort()
    {
        var count = _entries.Count;
        Order();
        for (var i = 0; i < count; i++)
        {
            var entry = _entries[_places[i]];
            var text = _text.AsMemory(entry.Offset, entry.Length);
            yield return (new LineKey(entry.Slot, entry.End, text.Span, entry.InterfaceStart, entry.InterfaceLength), text);
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _interfaces.Clear();
        (_length, _oldest) = (0, long.MaxValue);
    }

    void Order()
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        if (_order.Length < entries.Length)
            (_order, _places) = (new ulong[_entries.Capacity], new int[_entries.Capacity]);
        var ranks = _interfaces.Ranks();
        var secondBits = BitsOf(slotSeconds);
        var slotShift = secondBits + BitsOf(ranks.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            _order[i] = OrderOf(entries[i], ranks, slotShift, secondBits);
            _places[i] = i;
        }
        Array.Sort(_order, _places, 0, entries.Length);
        for (var i = 0; i < entries.Length;)
        {
            var start = i;
            while (++i < entries.Length && _order[i] == _order[start])
            {
            }
            if (i - start > 1)
                _places.AsSpan(start, i - start).Sort(CompareTexts);
        }
    }

    // It fits: all valid seconds have 39 bits, and a chunk has fewer interfaces than lines. Lines without a time are last.
    ulong OrderOf(in Entry entry, int[] ranks, int slotShift, int secondBits)
    {
        var isTimeless = entry.Slot == long.MaxValue;
        var slot = isTimeless ? ulong.MaxValue >> slotShift : (ulong)((entry.Slot - _oldest) / slotSeconds);
        var second = isTimeless ? 0 : (ulong)(entry.End - entry.Slot);
        return slot << slotShift | (ulong)ranks[entry.Interface] << secondBits | second;
    }

    // The bits of the lower numbers.
    static int BitsOf(int count) => BitOperations.Log2((uint)count) + 1;

    int CompareTexts(int one, int two) => Text(one).SequenceCompareTo(Text(two));

    ReadOnlySpan<byte> Text(int place) => _text.AsSpan(_entries[place].Offset, _entries[place].Length);

    readonly record struct Entry(long Slot, long End, int Offset, int Length, int Interface, ushort InterfaceStart, ushort InterfaceLength);
}
