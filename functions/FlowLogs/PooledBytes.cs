using System.Buffers;

namespace FlowLogs;

/// <summary>Bytes in an array from the shared pool, to be given back once.</summary>
public readonly struct PooledBytes(byte[] array, int length) : IDisposable
{
    readonly byte[]? _array = array;

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, length);

    public void Dispose()
    {
        if (_array is not null)
            ArrayPool<byte>.Shared.Return(_array);
    }
}
