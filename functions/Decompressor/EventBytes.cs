using System.Buffers;

namespace Decompressor;

/// <summary>All bytes of an event: those of the runtime's own buffer where it shows it, or a pooled copy.</summary>
public readonly struct EventBytes : IDisposable
{
    readonly byte[]? _pooled;

    EventBytes(ReadOnlyMemory<byte> memory, byte[]? pooled) => (Memory, _pooled) = (memory, pooled);

    public ReadOnlyMemory<byte> Memory { get; }

    public static async ValueTask<EventBytes> ReadAsync(Stream stream)
    {
        if (stream is MemoryStream memory && memory.TryGetBuffer(out var buffer))
            return new EventBytes(buffer.AsMemory((int)memory.Position), null);
        var bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var length = 0;
        while (await stream.ReadAsync(bytes.AsMemory(length)) is var read and > 0)
        {
            length += read;
            if (length < bytes.Length)
                continue;
            var larger = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
            bytes.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
        return new EventBytes(bytes.AsMemory(0, length), bytes);
    }

    public void Dispose()
    {
        if (_pooled is not null)
            ArrayPool<byte>.Shared.Return(_pooled);
    }
}
