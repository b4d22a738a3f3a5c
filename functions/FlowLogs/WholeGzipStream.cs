using System.IO.Compression;

namespace FlowLogs;

/// <summary>
/// Inflates gzip data of one or more members, and throws at an end that is not the end of a member. Zeros may follow as padding; any other
/// bytes after the last member are an error, because they can be a member whose header is damaged.
/// </summary>
/// <remarks>The decision is in docs/decisions/whole-gzip.md.</remarks>
public sealed class WholeGzipStream : Stream
{
    const string StrictValidation = "System.IO.Compression.UseStrictValidation";

    readonly Source _source;
    readonly GZipStream _gzip;
    bool _isAtEnd;

    static WholeGzipStream()
    {
        // Without the switch, GZipStream accepts truncated members. It is set in Directory.Build.props.
        if (!AppContext.TryGetSwitch(StrictValidation, out var isStrict) || !isStrict)
            throw new InvalidOperationException(
                $"Set the runtime option {StrictValidation} to true in the application's runtimeconfig.json.");
    }

    /// <param name="compressed">The data; disposed together with this stream.</param>
    public WholeGzipStream(Stream compressed)
    {
        _source = new Source(compressed);
        _gzip = new GZipStream(_source, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads inflated bytes.</summary>
    /// <exception cref="InvalidDataException">The data is damaged, truncated, or followed by other bytes. Bytes returned before are
    /// correct.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || buffer.IsEmpty)
            return 0;
        int read;
        try
        {
            read = _gzip.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("The gzip data is damaged or truncated.", exception);
        }
        if (read > 0)
            return read;
        if (!_source.HasOnlyPaddingLeft())
            throw new InvalidDataException("Bytes that are not gzip data follow the gzip data.");
        _isAtEnd = true;
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Passes the compressed bytes on so that leftover bytes are noticed. GZipStream asks for more after a member that ends with the bytes
    /// it has; it stops without asking when bytes are left that do not begin a member. Zeros at the end of a piece are passed on one by
    /// one, so that the bytes left are known to be zeros.
    /// </summary>
    sealed class Source(Stream compressed) : Stream
    {
        long _zerosHeldBack;
        bool _lastPieceIsZero;
        bool _hasEnded;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_zerosHeldBack > 0)
            {
                _zerosHeldBack--;
                _lastPieceIsZero = true;
                buffer[0] = 0;
                return 1;
            }
            var read = compressed.Read(buffer);
            var withoutZeros = buffer[..read].TrimEnd((byte)0).Length;
            _hasEnded = read == 0;
            _lastPieceIsZero = read > 0 && withoutZeros == 0;
            var given = _lastPieceIsZero ? 1 : withoutZeros;
            _zerosHeldBack = read - given;
            return given;
        }

        /// <summary>Returns whether the bytes that GZipStream has left, and those not read yet, are all zeros.</summary>
        public bool HasOnlyPaddingLeft()
        {
            if (_hasEnded)
                return true;
            if (!_lastPieceIsZero)
                return false;
            var rest = new byte[4096];
            while (compressed.Read(rest) is var read and > 0)
                if (rest.AsSpan(0, read).ContainsAnyExcept((byte)0))
                    return false;
            return true;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                compressed.Dispose();
            base.Dispose(disposing);
        }
    }
}
