using System.Buffers;

namespace Emulator.Firehose;

/// <summary>
/// Writes structures in Thrift's compact protocol, which Parquet uses for headers and footer. Source: "Thrift compact protocol encoding",
/// Apache Thrift.
/// </summary>
sealed class ThriftWriter(IBufferWriter<byte> output)
{
    /// <summary>The type of the elements of a list.</summary>
    public enum ElementType
    {
        I32 = 5,
        Binary = 8,
        Struct = 12,
    }

    const int True = 1;
    const int Byte = 3;
    const int I64 = 6;
    const int List = 9;
    const int ShortList = 15;

    readonly Stack<int> _outer = new();
    int _last;

    /// <summary>Starts a structure that is an element of a list, or the whole value.</summary>
    public void Begin()
    {
        _outer.Push(_last);
        _last = 0;
    }

    /// <summary>Starts a structure.</summary>
    public void Begin(int field)
    {
        Field(field, (int)ElementType.Struct);
        Begin();
    }

    /// <summary>Ends the structure that was started last.</summary>
    public void End()
    {
        Raw(0);
        _last = _outer.Pop();
    }

    public void Write(int field, int number)
    {
        Field(field, (int)ElementType.I32);
        Element(number);
    }

    public void Write(int field, long number)
    {
        Field(field, I64);
        Number(number);
    }

    public void Write(int field, sbyte number)
    {
        Field(field, Byte);
        Raw((byte)number);
    }

    public void Write(int field, bool value) => Field(field, value ? True : True + 1);

    public void Write(int field, ReadOnlySpan<byte> bytes)
    {
        Field(field, (int)ElementType.Binary);
        Element(bytes);
    }

    /// <summary>Starts a list. Its elements follow.</summary>
    public void BeginList(int field, ElementType type, int count)
    {
        Field(field, List);
        if (count < ShortList)
        {
            Raw((byte)(count << 4 | (int)type));
            return;
        }
        Raw((byte)(ShortList << 4 | (int)type));
        Varint((ulong)count);
    }

    /// <summary>Writes an element of a list.</summary>
    public void Element(int number) => Number(number);

    /// <summary>Writes an element of a list.</summary>
    public void Element(ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)bytes.Length);
        output.Write(bytes);
    }

    // Fields are written in order, so the difference to the last one is at most 15 in Parquet's structures.
    void Field(int field, int type)
    {
        Raw((byte)(field - _last << 4 | type));
        _last = field;
    }

    void Number(long number) => Varint((ulong)(number << 1 ^ number >> 63));

    void Varint(ulong number) => WriteVarint(output, number);

    public static void WriteVarint(IBufferWriter<byte> output, ulong number)
    {
        var bytes = output.GetSpan(10);
        var length = 0;
        for (; number > 0x7f; number >>= 7)
            bytes[length++] = (byte)(number | 0x80);
        bytes[length++] = (byte)number;
        output.Advance(length);
    }

    void Raw(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
