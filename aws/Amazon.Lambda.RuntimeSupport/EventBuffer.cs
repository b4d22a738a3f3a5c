namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The memory that events are read into: one array, used again for each and grown to the largest.</summary>
sealed class EventBuffer
{
    byte[] _bytes = new byte[64 * 1024];

    /// <summary>Reads the whole body. The stream's buffer can be taken with TryGetBuffer, and is overwritten by the next call.</summary>
    public async Task<MemoryStream> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // One byte more than announced, so that the end is seen without growing.
        if (content.Headers.ContentLength is { } announced)
            Grow(announced + 1, keep: 0);

        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        var length = 0;
        while (await body.ReadAsync(_bytes.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length == _bytes.Length)
                Grow(2L * length, keep: length);
        }

        return new MemoryStream(_bytes, 0, length, writable: false, publiclyVisible: true);
    }

    void Grow(long size, int keep)
    {
        if (size <= _bytes.Length)
            return;

        var bytes = new byte[size];
        _bytes.AsSpan(0, keep).CopyTo(bytes);
        _bytes = bytes;
    }
}
