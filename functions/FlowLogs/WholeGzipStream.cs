using System.IO.Compression;

namespace FlowLogs;

/// <summary>
/// Inflates gzip data of one or more members, and throws if the data ends within a member. Zeros may follow as padding; any other bytes
/// after the last member are an error, because they can be a member with a damaged header.
/// </summary>
/// <remarks>The decision is in docs/decisions/whole-gzip.md.</remarks>
public sealed class WholeGzipStream : ReadOnlyStream
{
    const string StrictValidation = "System.IO.Compression.UseStrictValidation";

    readonly Source _source;
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
        : this(new Source(compressed))
    {
    }

    WholeGzipStream(Source source)
        : base(new GZipStream(source, CompressionMode.Decompress)) => _source = source;

    /// <summary>Reads inflated bytes.</summary>
    /// <exception cref="InvalidDataException">The data is damaged, truncated, or followed by other bytes. Bytes returned earlier are
    /// correct.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || buffer.IsEmpty)
            return 0;
        int read;
        try
        {
            read = Inner.Read(buffer);
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

    /// <summary>
    /// Passes the compressed bytes to GZipStream so that leftover bytes are noticed. GZipStream reads on after a member that ends with its
    /// input, but stops reading if leftover bytes do not start a member. Zeros at the end of a block are passed one at a time, so that the
    /// leftover bytes are known to be zeros.
    /// </summary>
    sealed class Source(Stream compressed) : ReadOnlyStream(compressed)
    {
        long _zerosHeldBack;
        bool _lastPieceIsZero;
        bool _hasEnded;

        public override int Read(Span<byte> buffer)
        {
            if (_zerosHeldBack > 0)
            {
                _zerosHeldBack--;
                _lastPieceIsZero = true;
                buffer[0] = 0;
                return 1;
            }
            var read = Inner.Read(buffer);
            var withoutZeros = buffer[..read].TrimEnd((byte)0).Length;
            _hasEnded = read == 0;
            _lastPieceIsZero = read > 0 && withoutZeros == 0;
            var given = _lastPieceIsZero ? 1 : withoutZeros;
            _zerosHeldBack = read - given;
            return given;
        }

        /// <summary>Returns whether the leftover bytes of GZipStream and all unread bytes are zeros.</summary>
        public bool HasOnlyPaddingLeft()
        {
            if (_hasEnded)
                return true;
            if (!_lastPieceIsZero)
                return false;
            var rest = new byte[4096];
            while (Inner.Read(rest) is var read and > 0)
                if (rest.AsSpan(0, read).ContainsAnyExcept((byte)0))
                    // The next call has the same answer, although these bytes have been read.
                    return _lastPieceIsZero = false;
            return true;
        }
    }
}
