using System.Buffers.Binary;

namespace FlowLogs.Local.Timeline;

/// <summary>A sorted chunk that was put on disk, read again line by line.</summary>
internal sealed class SortedRun : IDisposable
{
    private const int HeadLength = 8 + 8 + 4 + 2 + 2;
    private const int BufferLength = 256 * 1024;

    private readonly FileStream _file;
    private readonly BufferedStream _buffered;
    private byte[] _line = new byte[1024];

    public SortedRun(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.DeleteOnClose);
        _buffered = new BufferedStream(_file, BufferLength);
    }

    /// <summary>The line that the run stands at.</summary>
    public LineKey Key { get; private set; }

    /// <summary>Its text, good until <see cref="Read"/>.</summary>
    public ReadOnlyMemory<byte> Text => _line.AsMemory(0, Key.Length);

    public static void Write(string path, SortedChunk chunk)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferLength);
        Span<byte> head = stackalloc byte[HeadLength];
        foreach (var (key, text) in chunk.Sort())
        {
            BinaryPrimitives.WriteInt64LittleEndian(head, key.Slot);
            BinaryPrimitives.WriteInt64LittleEndian(head[8..], key.End);
            BinaryPrimitives.WriteInt32LittleEndian(head[16..], key.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(head[20..], key.InterfaceStart);
            BinaryPrimitives.WriteUInt16LittleEndian(head[22..], key.InterfaceLength);
            file.Write(head);
            file.Write(text.Span);
        }
    }

    public bool Read()
    {
        Span<byte> head = stackalloc byte[HeadLength];
        if (_buffered.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[16..]);
        if (_line.Length < length)
            _line = new byte[length];
        _buffered.ReadExactly(_line, 0, length);
        Key = new LineKey(
            BinaryPrimitives.ReadInt64LittleEndian(head),
            BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
            0,
            length,
            _line.AsSpan(0, length),
            BinaryPrimitives.ReadUInt16LittleEndian(head[20..]),
            BinaryPrimitives.ReadUInt16LittleEndian(head[22..]));
        return true;
    }

    public void Dispose()
    {
        _buffered.Dispose();
        _file.Dispose();
    }
}
