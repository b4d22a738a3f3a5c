namespace FlowLogs.Local.Input;

/// <summary>Tells how many bytes of a stream were read, now and then.</summary>
sealed class CountedStream(Stream stream, Action<long> told) : ReadOnlyStream
{
    const int Step = 1 << 20;

    long _bytes;
    long _told;

    public override int Read(Span<byte> buffer)
    {
        var read = stream.Read(buffer);
        _bytes += read;
        if (_bytes - _told >= Step)
        {
            _told = _bytes;
            told(_bytes);
        }
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
