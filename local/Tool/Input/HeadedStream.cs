namespace Tool.Input;

/// <summary>A stream whose first bytes were already read and are returned again.</summary>
sealed class HeadedStream(byte[] head, Stream rest) : ReadOnlyStream(rest)
{
    int _position;

    public override int Read(Span<byte> buffer)
    {
        if (_position == head.Length)
            return Inner.Read(buffer);
        var length = Math.Min(buffer.Length, head.Length - _position);
        head.AsSpan(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }
}
