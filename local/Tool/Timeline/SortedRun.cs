using System.Buffers.Binary;

namespace Tool.Timeline;

/// <summary>Reads a sorted chunk from disk, line by line.</summary>
sealed class SortedRun : IDisposable
{
    const int HeadLength = 8 + 8 + 4 + 2 + 2;
    const int BufferLength = 128 * 1024;

    readonly FileStream _file;
    byte[] _buffer = new byte[BufferLength];
    int _start;
    int _end;

    public SortedRun(string path) =>
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
            FileOptions.SequentialScan | FileOptions.DeleteOnClose);

    /// <summary>The current line.</summary>
    public LineKey Key { get; private set; }

    /// <summary>The text of the current line, valid until <see cref="Read"/>.</summary>
    public ReadOnlyMemory<byte> Text { get; private set; }

    public static void Write(string path, SortedChunk chunk)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[BufferLength];
        var length = 0;
        foreach (var (key, text) in chunk.Sort())
        {
            if (length + HeadLength + text.Length > buffer.Length)
            {
                file.Write(buffer, 0, length);
                length = 0;
                if (HeadLength + text.Length > buffer.Length)
                    buffer = new byte[HeadLength + text.Length];
            }
            var head = buffer.AsSpan(length);
            BinaryPrimitives.WriteInt64LittleEndian(head, key.Slot);
            BinaryPrimitives.WriteInt64LittleEndian(head[8..], key.End);
            BinaryPrimitives.WriteInt32LittleEndian(head[16..], text.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(head[20..], key.InterfaceStart);
            BinaryPrimitives.WriteUInt16LittleEndian(head[22..], key.InterfaceLength);
            text.Span.CopyTo(head[HeadLength..]);
            length += HeadLength + text.Length;
        }
        file.Write(buffer, 0, length);
    }

    public bool Read()
    {
        if (!Have(HeadLength))
            return false;
        var head = _buffer.AsSpan(_start, HeadLength);
        var slot = BinaryPrimitives.ReadInt64LittleEndian(head);
        var end = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[16..]);
        var interfaceStart = BinaryPrimitives.ReadUInt16LittleEndian(head[20..]);
        var interfaceLength = BinaryPrimitives.ReadUInt16LittleEndian(head[22..]);
        if (!Have(HeadLength + length))
            throw new EndOfStreamException("A file of sorted lines is truncated.");
        Text = _buffer.AsMemory(_start + HeadLength, length);
        Key = new LineKey(slot, end, Text.Span, interfaceStart, interfaceLength);
        _start += HeadLength + length;
        return true;
    }

    public void Dispose() => _file.Dispose();

    bool Have(int length)
    {
        if (_end - _start >= length)
            return true;
        if (length > _buffer.Length)
        {
            var larger = new byte[length];
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        }
        (_start, _end) = (0, _end - _start);
        while (_end < length)
        {
            var read = _file.Read(_buffer.AsSpan(_end));
            if (read == 0)
                return false;
            _end += read;
        }
        return true;
    }
}
