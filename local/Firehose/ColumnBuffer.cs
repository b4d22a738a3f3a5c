using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FlowLogs.Local.Template;
using ParquetSharp;
using ParquetSharp.Schema;

namespace FlowLogs.Local.Firehose;

/// <summary>The values of one column until there are enough for a row group; absent ones are null.</summary>
internal abstract class ColumnBuffer(GlueColumn column)
{
    readonly List<short> _definitionLevels = [];

    public GlueColumn Column => column;

    public int Rows => _definitionLevels.Count;

    /// <summary>Those of the rows that have a value.</summary>
    public int Values { get; private set; }

    /// <summary>How Parquet has the column.</summary>
    public abstract Node Node { get; }

    public static ColumnBuffer Create(GlueColumn column) => column.Type switch
    {
        "int" => new NumberColumn<int>(column, LogicalType.Int(32, isSigned: true), PhysicalType.Int32),
        "bigint" => new NumberColumn<long>(column, LogicalType.Int(64, isSigned: true), PhysicalType.Int64),
        "string" => new TextColumn(column),
        "timestamp" => new TimestampColumn(column),
        _ => throw new NotSupportedException($"The column '{column.Name}' has the type '{column.Type}'; local mode writes int, bigint, string and timestamp."),
    };

    /// <summary>Adds the value that the reader stands at.</summary>
    /// <returns>False when it is not one of the column's type.</returns>
    public bool TryAdd(ref Utf8JsonReader value)
    {
        var isNull = value.TokenType == JsonTokenType.Null;
        if (!isNull && !TryAddValue(ref value))
            return false;
        _definitionLevels.Add(isNull ? (short)0 : (short)1);
        Values += isNull ? 0 : 1;
        return true;
    }

    public void AddNull() => _definitionLevels.Add(0);

    /// <summary>Takes back the rows from this one on.</summary>
    public void Truncate(int rows)
    {
        var values = 0;
        for (var row = rows; row < Rows; row++)
            values += _definitionLevels[row];
        _definitionLevels.RemoveRange(rows, Rows - rows);
        RemoveValues(values);
        Values -= values;
    }

    /// <summary>Writes the column of a row group, and begins again.</summary>
    public void WriteTo(ColumnWriter writer)
    {
        Write(writer, CollectionsMarshal.AsSpan(_definitionLevels));
        _definitionLevels.Clear();
        Values = 0;
    }

    protected abstract bool TryAddValue(ref Utf8JsonReader value);

    protected abstract void RemoveValues(int count);

    protected abstract void Write(ColumnWriter writer, ReadOnlySpan<short> definitionLevels);
}

/// <summary>Whole numbers.</summary>
internal class NumberColumn<T>(GlueColumn column, LogicalType logical, PhysicalType physical) : ColumnBuffer(column)
    where T : unmanaged, IUtf8SpanParsable<T>
{
    readonly List<T> _values = [];

    public override Node Node { get; } = new PrimitiveNode(column.Name, Repetition.Optional, logical, physical);

    protected override bool TryAddValue(ref Utf8JsonReader value)
    {
        if (value.TokenType is not (JsonTokenType.Number or JsonTokenType.String)
            || !T.TryParse(value.ValueSpan, CultureInfo.InvariantCulture, out var number)
            || !TryConvert(ref number))
            return false;
        _values.Add(number);
        return true;
    }

    protected virtual bool TryConvert(ref T number) => true;

    protected override void RemoveValues(int count) => _values.RemoveRange(_values.Count - count, count);

    protected override void Write(ColumnWriter writer, ReadOnlySpan<short> definitionLevels)
    {
        ((ColumnWriter<T>)writer).WriteBatch(definitionLevels.Length, definitionLevels, default, CollectionsMarshal.AsSpan(_values));
        _values.Clear();
    }
}

/// <summary>
/// Points in time, from seconds since 1970 as OpenX reads numbers, kept as microseconds UTC.
/// Source: "Deserializer" and "OpenXJsonSerDe", Amazon Data Firehose API Reference.
/// </summary>
internal sealed class TimestampColumn(GlueColumn column)
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
internal sealed class TextColumn(GlueColumn column) : ColumnBuffer(column)
{
    readonly List<(int Start, int Length)> _values = [];

    // Pinned, since Parquet's writer is given addresses.
    byte[] _text = GC.AllocateUninitializedArray<byte>(1 << 20, pinned: true);
    int _length;
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
                    // Half a surrogate pair is no text.
                    return false;
                }
                return true;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                EnsureRoom(value.ValueSpan.Length);
                value.ValueSpan.CopyTo(_text.AsSpan(_length));
                Add(value.ValueSpan.Length);
                return true;
            default:
                return false;
        }
    }

    protected override void RemoveValues(int count)
    {
        _values.RemoveRange(_values.Count - count, count);
        _length = _values.Count == 0 ? 0 : _values[^1].Start + _values[^1].Length;
    }

    protected override void Write(ColumnWriter writer, ReadOnlySpan<short> definitionLevels)
    {
        if (_addresses.Length < _values.Count)
            _addresses = new ByteArray[_values.Count];
        for (var i = 0; i < _values.Count; i++)
            _addresses[i] = new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(_text, _values[i].Start), _values[i].Length);
        ((ColumnWriter<ByteArray>)writer).WriteBatch(definitionLevels.Length, definitionLevels, default, _addresses.AsSpan(0, _values.Count));
        _values.Clear();
        _length = 0;
    }

    void Add(int length)
    {
        _values.Add((_length, length));
        _length += length;
    }

    void EnsureRoom(int length)
    {
        if (length <= _text.Length - _length)
            return;
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(2 * _text.Length, _length + length), pinned: true);
        _text.AsSpan(0, _length).CopyTo(larger);
        _text = larger;
    }
}
