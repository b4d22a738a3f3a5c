using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Emulator.Template;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Emulator.Firehose;

/// <summary>The values of one column of a row group. Missing values are null.</summary>
/// <remarks>
/// Most columns have no values in most runs. Only rows with a value are added to a column, and the rows between them are null, so a column
/// without values costs nothing per row.
/// </remarks>
abstract class ColumnBuffer(GlueColumn column)
{
    // One entry per row: 1 if the row has a value.
    short[] _definitionLevels = [];

    public GlueColumn Column => column;

    /// <summary>The name in UTF-8.</summary>
    public byte[] Utf8Name { get; } = System.Text.Encoding.UTF8.GetBytes(column.Name);

    /// <summary>The number of rows up to the last value.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of rows with a value.</summary>
    public int Values { get; private set; }

    /// <summary>The Parquet definition of the column.</summary>
    public abstract Node Node { get; }

    public static ColumnBuffer Create(GlueColumn column) => column.Type switch
    {
        "int" => new NumberColumn<int>(column, LogicalType.Int(32, isSigned: true), PhysicalType.Int32),
        "bigint" => new NumberColumn<long>(column, LogicalType.Int(64, isSigned: true), PhysicalType.Int64),
        "string" => new TextColumn(column),
        "timestamp" => new TimestampColumn(column),
        _ => throw new NotSupportedException(
            $"The column '{column.Name}' has the type '{column.Type}'. Local mode supports int, bigint, string and timestamp."),
    };

    /// <summary>Adds the current value of the reader.</summary>
    /// <param name="row">The row of the value, at or after <see cref="Rows"/>.</param>
    /// <param name="value">The reader.</param>
    /// <returns>False if the value does not have the type of the column.</returns>
    public bool TryAdd(int row, ref Utf8JsonReader value)
    {
        var isNull = value.TokenType == JsonTokenType.Null;
        if (!isNull && !TryAddValue(ref value))
            return false;
        Note(row, isNull ? 0 : 1);
        return true;
    }

    /// <summary>Adds the content of a JSON string, ASCII without escapes.</summary>
    /// <returns>False if the column does not accept the value in this form.</returns>
    public bool TryAddText(int row, ReadOnlySpan<byte> text)
    {
        if (!TryAddText(text))
            return false;
        Note(row, 1);
        return true;
    }

    /// <summary>Adds a JSON number that consists of digits.</summary>
    /// <returns>As <see cref="TryAddText(int, ReadOnlySpan{byte})"/>.</returns>
    public bool TryAddDigits(int row, ReadOnlySpan<byte> digits)
    {
        if (!TryAddDigits(digits))
            return false;
        Note(row, 1);
        return true;
    }

    /// <summary>Removes the rows from this one on.</summary>
    public void Truncate(int rows)
    {
        if (Rows <= rows)
            return;
        var values = _definitionLevels.AsSpan(rows, Rows - rows).Count((short)1);
        RemoveValues(values);
        (Rows, Values) = (rows, Values - values);
    }

    /// <summary>Writes the column of a row group with the library and clears the buffer.</summary>
    /// <param name="writer">The column of the file.</param>
    /// <param name="rows">The rows of the row group.</param>
    public void WriteTo(ColumnWriter writer, int rows)
    {
        Write(writer, Levels(rows));
        Truncate(0);
    }

    /// <summary>Returns 1 for each row with a value and 0 for the others.</summary>
    /// <param name="rows">The rows of the row group.</param>
    public ReadOnlySpan<short> Levels(int rows)
    {
        EnsureLevels(rows);
        _definitionLevels.AsSpan(Rows, rows - Rows).Clear();
        return _definitionLevels.AsSpan(0, rows);
    }

    /// <summary>Writes the values in Parquet's plain encoding.</summary>
    public abstract void WritePlain(IBufferWriter<byte> output);

    /// <summary>Returns the next element of an array, which grows if it is full.</summary>
    protected static ref T Next<T>(ref T[] array, int count)
    {
        if (count == array.Length)
            Array.Resize(ref array, Math.Max(1024, 2 * count));
        return ref array[count];
    }

    protected abstract bool TryAddValue(ref Utf8JsonReader value);

    protected abstract bool TryAddText(ReadOnlySpan<byte> text);

    protected abstract bool TryAddDigits(ReadOnlySpan<byte> digits);

    protected abstract void RemoveValues(int count);

    protected abstract void Write(ColumnWriter writer, ReadOnlySpan<short> definitionLevels);

    void Note(int row, int values)
    {
        EnsureLevels(row + 1);
        if (row > Rows)
            _definitionLevels.AsSpan(Rows, row - Rows).Clear();
        _definitionLevels[row] = (short)values;
        Rows = row + 1;
        Values += values;
    }

    void EnsureLevels(int rows)
    {
        if (rows > _definitionLevels.Length)
            Array.Resize(ref _definitionLevels, Math.Max(rows, Math.Max(1024, 2 * _definitionLevels.Length)));
    }
}

/// <summary>Whole numbers.</summary>
class NumberColumn<T>(GlueColumn column, LogicalType logical, PhysicalType physical) : ColumnBuffer(column)
    where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    // Numbers with this many digits always fit in 63 bits.
    const int SafeDigits = 18;

    T[] _values = [];
    int _count;

    public override Node Node { get; } = new PrimitiveNode(column.Name, Repetition.Optional, logical, physical);

    protected override bool TryAddValue(ref Utf8JsonReader value)
    {
        if (value.TokenType is not (JsonTokenType.Number or JsonTokenType.String)
            || !T.TryParse(value.ValueSpan, CultureInfo.InvariantCulture, out var number)
            || !TryConvert(ref number))
            return false;
        Next(ref _values, _count++) = number;
        return true;
    }

    protected override bool TryAddText(ReadOnlySpan<byte> text) => false;

    protected override bool TryAddDigits(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > SafeDigits)
            return false;
        var sum = 0L;
        foreach (var digit in digits)
            sum = sum * 10 + (digit - '0');
        var number = T.CreateTruncating(sum);
        if (long.CreateTruncating(number) != sum || !TryConvert(ref number))
            return false;
        Next(ref _values, _count++) = number;
        return true;
    }

    protected virtual bool TryConvert(ref T number) => true;

    protected override void RemoveValues(int count) => _count -= count;

    public override void WritePlain(IBufferWriter<byte> output) => output.Write(MemoryMarshal.AsBytes(_values.AsSpan(0, _count)));

    protected override void Write(ColumnWriter writer, ReadOnlySpan<short> definitionLevels) =>
        ((ColumnWriter<T>)writer).WriteBatch(definitionLevels.Length, definitionLevels, default, _values.AsSpan(0, _count));
}

/// <summary>
/// Timestamps: seconds since 1970, as OpenX reads numbers, stored as microseconds in UTC.
/// Source: "Deserializer" and "OpenXJsonSerDe", Amazon Data Firehose API Reference.
/// </summary>
sealed class TimestampColumn(GlueColumn column)
    : NumberColumn<long>(column, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros), PhysicalType.Int64)
{
    const long MicrosecondsPerSecond = 1_000_000;

    protected override bool TryConvert(ref long number)
    {
        if (number is > FlowLogField.LastSecond or < 0)
            return false;
        number *= MicrosecondsPerSecond;
        return true;
    }
}

/// <summary>Text; numbers in JSON become their digits.</summary>
sealed class TextColumn(GlueColumn column) : ColumnBuffer(column)
{
    // Pinned, because the Parquet writer receives addresses.
    byte[] _text = [];
    int _length;

    // The end of each value, which is the start of the next one.
    int[] _ends = [];
    int _count;
    ByteArray[] _addresses = [];

    public override Node Node { get; } = new PrimitiveNode(column.Name, Repetition.Optional, LogicalType.String(), PhysicalType.ByteArray);

    protected override bool TryAddValue(ref Utf8JsonReader value)
    {
        switch (value.TokenType)
        {
            case JsonTokenType.String:
                EnsureRoom(value.ValueSpan.Length);
                try
                {
                    Add(value.CopyString(_text.AsSpan(_length)));
                }
                catch (InvalidOperationException)
                {
                    // Half a surrogate pair is not valid text.
                    return false;
                }
                return true;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return TryAddText(value.ValueSpan);
            default:
                return false;
        }
    }

    protected override bool TryAddText(ReadOnlySpan<byte> text)
    {
        EnsureRoom(text.Length);
        text.CopyTo(_text.AsSpan(_length));
        Add(text.Length);
        return true;
    }

    protected override bool TryAddDigits(ReadOnlySpan<byte> digits) => TryAddText(digits);

    protected override void RemoveValues(int count)
    {
        _count -= count;
        _length = _count == 0 ? 0 : _ends[_count - 1];
    }

    protected override void Write(ColumnWriter writer, ReadOnlySpan<short> definitionLevels)
    {
        if (_addresses.Length < _count)
            _addresses = new ByteArray[_ends.Length];
        var start = 0;
        for (var i = 0; i < _count; i++)
        {
            _addresses[i] = new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(_text, start), _ends[i] - start);
            start = _ends[i];
        }
        ((ColumnWriter<ByteArray>)writer).WriteBatch(definitionLevels.Length, definitionLevels, default, _addresses.AsSpan(0, _count));
    }

    public override void WritePlain(IBufferWriter<byte> output)
    {
        var start = 0;
        for (var i = 0; i < _count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), _ends[i] - start);
            output.Advance(sizeof(int));
            output.Write(_text.AsSpan(start, _ends[i] - start));
            start = _ends[i];
        }
    }

    void Add(int length)
    {
        _length += length;
        Next(ref _ends, _count++) = _length;
    }

    void EnsureRoom(int length)
    {
        if (length <= _text.Length - _length)
            return;
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(Math.Max(64 * 1024, 2 * _text.Length), _length + length), pinned: true);
        _text.AsSpan(0, _length).CopyTo(larger);
        _text = larger;
    }
}
