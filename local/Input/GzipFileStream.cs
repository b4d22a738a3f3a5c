using System.IO.Compression;

namespace FlowLogs.Local.Input;

/// <summary>Inflates a gzip file of any length and number of members, and fails at an end that is not a whole member's.</summary>
sealed class GzipFileStream : ReadOnlyStream
{
    readonly MarkedStream _compressed;
    bool _isDamaged;

    public GzipFileStream(Stream compressed)
        : this(new MarkedStream(compressed))
    {
    }

    GzipFileStream(MarkedStream compressed)
        : base(new GZipStream(compressed, CompressionMode.Decompress)) => _compressed = compressed;

    /// <exception cref="InvalidDataException">The data is damaged or truncated; what came out before is good.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isDamaged)
            throw Damaged();
        if (_compressed.MarkGiven || buffer.IsEmpty)
            return 0;
        try
        {
            var read = Inner.Read(buffer);
            // The inflater asks for more only when it has given all that the bytes so far hold: what comes now must be the mark.
            return _compressed.MarkGiven ? CheckMark(buffer[..read]) : read;
        }
        catch (InvalidDataException)
        {
            _isDamaged = true;
            throw Damaged();
        }
    }

    static InvalidDataException Damaged() => new("its gzip data is damaged or truncated.");

    int CheckMark(ReadOnlySpan<byte> begun)
    {
        var rest = new byte[GzipEndMark.Text.Length + 1];
        var length = Math.Min(begun.Length, rest.Length);
        begun[..length].CopyTo(rest);
        length += Inner.ReadAtLeast(rest.AsSpan(length), rest.Length - length, throwOnEndOfStream: false);
        return rest.AsSpan(0, length).SequenceEqual(GzipEndMark.Text) ? 0 : throw new InvalidDataException();
    }

    /// <summary>The compressed bytes, and the mark behind them.</summary>
    sealed class MarkedStream(Stream compressed) : ReadOnlyStream(compressed)
    {
        int _position;

        public bool MarkGiven { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (!MarkGiven && Inner.Read(buffer) is var read and > 0)
                return read;
            MarkGiven = true;
            var length = Math.Min(buffer.Length, GzipEndMark.Member.Length - _position);
            GzipEndMark.Member.Slice(_position, length).CopyTo(buffer);
            _position += length;
            return length;
        }
    }
}
