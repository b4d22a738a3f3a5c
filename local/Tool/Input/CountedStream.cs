namespace Tool.Input;

/// <summary>Tells how many bytes of a stream were read, now and then.</summary>
sealed class CountedStream(Stream stream, Action<long> told) : ReadOnlyStream(stream)
{
    const int Step = 1 << 20;

    long _bytes;
    long _told;

    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        _bytes += read;
        if (_bytes - _told >= Step)
        {
            _told = _bytes;
            told(_bytes);
        }
        return read;
    }
}
