namespace FlowLogs;

/// <summary>Inflated bytes in a reused array. Dispose exactly once.</summary>
public readonly struct PooledBytes : IDisposable
{
    // The largest array so far is kept. ArrayPool would keep one array of each power of two up to the largest, twice the memory.
    static byte[]? s_kept;

    readonly byte[]? _array;
    readonly int _length;

    PooledBytes(byte[] array, int length) => (_array, _length) = (array, length);

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, _length);

    public void Dispose()
    {
        if (_array is not null)
            Return(_array);
    }

    /// <summary>Returns the first bytes of a rented array.</summary>
    internal static PooledBytes Of(byte[] array, int length) => new(array, length);

    /// <summary>Returns an array of at least this length, with any content.</summary>
    internal static byte[] Rent(int length)
    {
        if (Interlocked.Exchange(ref s_kept, null) is { } kept && kept.Length >= length)
            return kept;
        return GC.AllocateUninitializedArray<byte>(length);
    }

    internal static void Return(byte[] array)
    {
        if (s_kept is not { } kept || kept.Length < array.Length)
            s_kept = array;
    }
}
