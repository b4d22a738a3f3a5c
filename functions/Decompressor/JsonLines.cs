using System.Buffers;
using System.Text;
using FlowLogs;

namespace Decompressor;

/// <summary>Writes flow log records as JSON, one object and a newline each, UTF-8, into one pooled buffer that is used again and again.</summary>
public sealed class JsonLines
{
    // With what stands before and behind a value: a comma (of the first key it becomes the brace), and the quotes of text.
    readonly (FlowLogField Field, byte[] Key, bool IsText)[] _known;

    // In a JSON text that is itself a JSON string.
    readonly (FlowLogField Field, byte[] Key)[] _others;
    readonly int _frame;
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    int _room;

    public JsonLines(FlowLogFormat format)
    {
        _known = [.. format.Known.Select(field => (field, Key(field), field.Type == FlowLogFieldType.Text))];
        _others = [.. format.Others.Select(field => (field, Encoding.UTF8.GetBytes($",\\\"{field.Name}\\\":\\\"")))];
        _frame = _known.Sum(field => field.Key.Length + 1) + _others.Sum(field => field.Key.Length + 2)
            + ",\"other_fields\":\"{}\""u8.Length + ",\"unparsed\":\"\""u8.Length + "{}\n"u8.Length;
    }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>Begins again with no lines.</summary>
    /// <param name="room">The most bytes that the lines may take.</param>
    public void Begin(int room) => (Length, _room) = (0, room);

    /// <summary>Adds the record that the reader stands at. A field that it does not have is left out.</summary>
    /// <returns>Whether there was room for its line; nothing of it is added otherwise.</returns>
    public bool TryAdd(ref readonly FlowRecordReader record)
    {
        EnsureRoom(_frame + record.ValuesLength + record.Unparsed.Length);
        var line = new Writer(_buffer.AsSpan(Length));
        foreach (var (field, key, isText) in _known)
        {
            var value = record[field];
            if (value.IsEmpty)
                continue;
            line.Append(key);
            line.Append(value);
            if (isText)
                line.Append((byte)'"');
        }
        if (_others.Length > 0)
            AppendOthers(in record, ref line);
        if (!record.Fits)
        {
            line.Append(",\"unparsed\":\""u8);
            line.Append(record.Unparsed);
            line.Append((byte)'"');
        }
        line.Open();
        line.Append("}\n"u8);
        if (line.Length > _room - Length)
            return false;
        Length += line.Length;
        return true;
    }

    /// <summary>Adds the fields that have no column as one JSON text, <c>"other_fields":"{\"name\":\"value\"}"</c>.</summary>
    void AppendOthers(ref readonly FlowRecordReader record, ref Writer line)
    {
        var any = false;
        foreach (var (field, key) in _others)
        {
            var value = record[field];
            if (value.IsEmpty)
                continue;
            if (!any)
                line.Append(",\"other_fields\":\"{"u8);
            line.Append(any ? key : key.AsSpan(1));
            line.Append(value);
            line.Append("\\\""u8);
            any = true;
        }
        if (any)
            line.Append("}\""u8);
    }

    static byte[] Key(FlowLogField field) =>
        Encoding.UTF8.GetBytes($",\"{field.Name}\":{(field.Type == FlowLogFieldType.Text ? "\"" : "")}");

    void EnsureRoom(int more)
    {
        if (more <= _buffer.Length - Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, 2 * _buffer.Length));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Puts bytes one behind the other.</summary>
    ref struct Writer(Span<byte> room)
    {
        readonly Span<byte> _room = room;

        public int Length { get; private set; }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_room[Length..]);
            Length += bytes.Length;
        }

        public void Append(byte letter) => _room[Length++] = letter;

        /// <summary>Turns the first key's comma into the brace; an object without keys gets one too.</summary>
        public void Open()
        {
            _room[0] = (byte)'{';
            Length = Math.Max(1, Length);
        }
    }
}
