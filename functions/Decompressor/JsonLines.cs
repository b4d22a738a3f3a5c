using System.Buffers;
using FlowLogs;

namespace Decompressor;

/// <summary>Writes flow log records as JSON, one object and a newline each, UTF-8, into one pooled buffer that is used again and again.</summary>
public sealed class JsonLines(FlowLogFormat format)
{
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    int _room;
    bool _fits;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>Begins again with no lines.</summary>
    /// <param name="room">The most bytes that the lines may take.</param>
    public void Begin(int room)
    {
        Length = 0;
        _room = room;
    }

    /// <summary>Adds the record that the reader stands at. A field that it does not have is left out.</summary>
    /// <returns>Whether there was room for its line; nothing of it is added otherwise.</returns>
    public bool TryAdd(ref readonly FlowRecordReader record)
    {
        var start = Length;
        _fits = true;
        Append("{"u8);
        var separator = ""u8;
        foreach (var field in format.Fields)
        {
            var value = record[field];
            if (value.IsEmpty)
                continue;
            Append(separator);
            Append(field.JsonKey);
            if (field.Type == FlowLogFieldType.Text)
                AppendString(value);
            else
                Append(value);
            separator = ","u8;
        }
        if (!record.Fits)
        {
            Append(separator);
            Append("\"unparsed\":"u8);
            AppendString(record.Unparsed);
        }
        Append("}\n"u8);
        if (!_fits)
            Length = start;
        return _fits;
    }

    void AppendString(ReadOnlySpan<byte> escaped)
    {
        Append("\""u8);
        Append(escaped);
        Append("\""u8);
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        _fits &= bytes.Length <= _room - Length;
        if (!_fits)
            return;
        if (bytes.Length > _buffer.Length - Length)
            Grow(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, 2 * _buffer.Length));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
