namespace Tool.Input;

/// <summary>Reports the number of bytes that were read from a stream, at intervals.</summary>
sealed class CountedStream(Stream stream, Action<long> report) : ReadOnlyStream(stream)
{
    const int Step = 1 << 20;

    long _bytes;
    long _reported;

    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        _bytes += read;
        if (_bytes - _reported >= Step)
        {
            _reported = _bytes;
            report(_bytes);
        }
        return read;
    }
}
