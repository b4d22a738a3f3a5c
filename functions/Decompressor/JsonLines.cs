using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using FlowLogs;

namespace Decompressor;

/// <summary>
/// Writes flow log records as JSON, one object and a newline each, in UTF-8. All lines of an invocation share one buffer, which the next
/// invocation reuses.
/// </summary>
public sealed class JsonLines
{
    readonly Column[] _known;

    // As the text of a JSON string.
    readonly (FlowLogField Field, byte[] Key)[] _others;
    readonly int _frame;
    byte[] _buffer = new byte[64 * 1024];
    int _kept;
    int _length;
    int _room;

    public JsonLines(FlowLogFormat format)
    {
        _known = [.. format.Known.Select(field => new Column(field))];
        _others = [.. format.Others.Select(field => (field, Encoding.UTF8.GetBytes($",\\\"{field.Name}\\\":\\\"")))];
        _frame = _known.Sum(column => column.Length) + _others.Sum(field => field.Key.Length + 2)
            + ",\"other_fields\":\"{}\""u8.Length + ",\"unparsed\":\"\""u8.Length + "{}\n"u8.Length + ShortBytes.Block;
    }

    /// <summary>The length of the lines since <see cref="Begin"/>, in bytes.</summary>
    public int Length => _length - _kept;

    /// <summary>Begins an invocation: discards all lines.</summary>
    public void Clear() => _kept = _length = 0;

    /// <summary>Begins a record: discards lines that were not kept.</summary>
    /// <param name="room">The maximum length of the record's lines in bytes.</param>
    public void Begin(int room) => (_length, _room) = (_kept, room);

    /// <summary>Keeps the lines since <see cref="Begin"/> until the invocation ends, and returns them.</summary>
    public ReadOnlyMemory<byte> Keep()
    {
        var lines = _buffer.AsMemory(_kept, Length);
        _kept = _length;
        return lines;
    }

    /// <summary>Adds the line of the record that the reader is at, without fields that the record does not have.</summary>
    /// <returns>Whether there was room for the line.</returns>
    public bool TryAdd(ref readonly FlowRecordReader record)
    {
        // Checked first, so that a text of many megabytes without room does not enlarge the buffer.
        if (record.Unparsed.Length > _room - Length)
            return false;
        EnsureRoom(_frame + (_others.Length > 0 ? 2 : 1) * record.ValuesLength + record.Unparsed.Length);
        var line = _buffer.AsSpan(_length);
        var length = AppendKnown(in record, line);
        if (_others.Length > 0)
            AppendOthers(in record, line, ref length);
        if (!record.Fits)
        {
            Append(",\"unparsed\":\""u8, line, ref length);
            Append(record.Unparsed, line, ref length);
            Append("\""u8, line, ref length);
        }
        // Accounts for the first key's comma. An object without keys gets one too.
        line[0] = (byte)'{';
        length = Math.Max(1, length);
        Append("}\n"u8, line, ref length);
        if (length > _room - Length)
            return false;
        _length += length;
        return true;
    }

    /// <summary>Writes the fields that have a column at the start of the line.</summary>
    /// <returns>The number of bytes.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    int AppendKnown(ref readonly FlowRecordReader record, Span<byte> line)
    {
        var length = 0;
        foreach (ref readonly var column in _known.AsSpan())
        {
            // The value is written even if it is empty, and then counted or overwritten: a branch would often be mispredicted.
            var key = column.CopyKeyTo(line[length..]);
            var value = record.CopyTo(column.Field, line[(length + key)..]);
            line[length + key + value] = (byte)'"';
            length += value == 0 ? 0 : key + value + column.Quote;
        }
        return length;
    }

    /// <summary>Adds the fields that have no column as one JSON text, <c>"other_fields":"{\"name\":\"value\"}"</c>.</summary>
    void AppendOthers(ref readonly FlowRecordReader record, Span<byte> line, ref int length)
    {
        var any = false;
        foreach (var (field, key) in _others)
        {
            var value = record[field];
            if (value.IsEmpty)
                continue;
            if (!any)
                Append(",\"other_fields\":\"{"u8, line, ref length);
            Append(any ? key : key.AsSpan(1), line, ref length);
            Append(value is [(byte)'"', .., _] ? JsonText.Quoted(value[1..^1]) : value, line, ref length);
            Append("\\\""u8, line, ref length);
            any = true;
        }
        if (any)
            Append("}\""u8, line, ref length);
    }

    static void Append(ReadOnlySpan<byte> bytes, Span<byte> line, ref int length)
    {
        bytes.CopyTo(line[length..]);
        length += bytes.Length;
    }

    void EnsureRoom(int more)
    {
        if (more <= _buffer.Length - _length)
            return;
        // The smaller buffer may hold kept lines, so it must not return to a pool.
        var larger = new byte[Math.Max(_length + more, 2 * _buffer.Length)];
        _buffer.AsSpan(0, _length).CopyTo(larger);
        _buffer = larger;
    }

    /// <summary>
    /// The key of a field with the text around its value: a comma (the brace for the first key) and the quotes of a string.
    /// </summary>
    readonly struct Column
    {
        readonly Vector256<byte> _key;
        readonly int _keyLength;

        /// <exception cref="ArgumentOutOfRangeException">The name is longer than any documented field's.</exception>
        public Column(FlowLogField field)
        {
            Field = field;
            Quote = field.Type == FlowLogFieldType.Text ? 1 : 0;
            var key = Encoding.UTF8.GetBytes($",\"{field.Name}\":{(Quote > 0 ? "\"" : "")}");
            ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, Vector256<byte>.Count);
            _key = Vector256.Create([.. key, .. new byte[Vector256<byte>.Count - key.Length]]);
            _keyLength = key.Length;
        }

        public FlowLogField Field { get; }

        /// <summary>1 if a quote follows the value.</summary>
        public int Quote { get; }

        /// <summary>The bytes that the column takes in addition to its value.</summary>
        public int Length => _keyLength + Quote;

        /// <summary>Copies the key and the rest of its block.</summary>
        public int CopyKeyTo(Span<byte> destination)
        {
            _key.CopyTo(destination);
            return _keyLength;
        }
    }
}
