using System.Buffers;

namespace FlowLogs;

/// <summary>Inflated bytes in an array from a pool, to be given back once.</summary>
public readonly struct PooledBytes(byte[] array, int length) : IDisposable
{
    // The shared pool would keep arrays of every size for each thread that a handler ran on; these are large, and one is in use at a time.
    internal static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(maxArrayLength: 1 << 30, maxArraysPerBucket: 1);

    readonly byte[]? _array = array;

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, length);

    public void Dispose()
    {
        if (_array is not null)
            Pool.Return(_array);
    }
}
