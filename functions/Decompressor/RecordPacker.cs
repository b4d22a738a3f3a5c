using System.IO.Compression;

namespace Decompressor;

/// <summary>Packs log events as gzip-compressed payloads of their kind: in one record, or in several if one would be too large.</summary>
/// <param name="limit">The largest record, in bytes.</param>
sealed class RecordPacker(int limit) : IDisposable
{
    /// <summary>The end of a gzip member: a last block, checksum and length.</summary>
    const int MemberEnd = 32;

    readonly List<byte[]> _records = [];
    MemoryStream _data = new();
    BufferedStream? _gzip;
    int _payload;
    byte[] _tail = [];
    long _notFlushed;
    bool _isTooLarge;

    /// <summary>Adds the current log event of the reader.</summary>
    public void Add(in LogEventReader logEvent)
    {
        if (_isTooLarge)
            return;
        var isNext = _gzip is not null && _payload == logEvent.Payload;
        var more = (isNext ? 1 : _tail.Length + logEvent.Head.Length) + logEvent.Text.Length + logEvent.Tail.Length;
        if (_gzip is not null && !HasRoomFor(more))
        {
            Close();
            isNext = false;
        }
        if (_gzip is null)
            Open();
        if (isNext)
        {
            Write(","u8);
        }
        else
        {
            Write(_tail);
            Write(logEvent.Head);
            (_payload, _tail) = (logEvent.Payload, logEvent.Tail.ToArray());
        }
        Write(logEvent.Text);
    }

    /// <summary>Returns the records, or null if a log event is too large for a record.</summary>
    public IReadOnlyList<byte[]>? Finish()
    {
        if (_gzip is not null)
            Close();
        return _isTooLarge ? null : _records;
    }

    public void Dispose()
    {
        _gzip?.Dispose();
        _data.Dispose();
    }

    /// <summary>Compares the worst case first, since flushing costs compression.</summary>
    bool HasRoomFor(long more)
    {
        if (_data.Length + Largest(_notFlushed + more) <= limit)
            return true;
        _gzip!.Flush();
        _notFlushed = 0;
        return _data.Length + Largest(more) <= limit;
    }

    /// <summary>Returns the maximum compressed size.</summary>
    static long Largest(long length) => length + (length / 8) + MemberEnd;

    void Open()
    {
        _gzip = new BufferedStream(new GZipStream(_data, CompressionLevel.Optimal, leaveOpen: true), 32 * 1024);
        (_tail, _notFlushed) = ([], 0);
    }

    void Write(ReadOnlySpan<byte> text)
    {
        _gzip!.Write(text);
        _notFlushed += text.Length;
    }

    void Close()
    {
        Write(_tail);
        _gzip!.Dispose();
        _gzip = null;
        _tail = [];
        _isTooLarge |= _data.Length > limit;
        _records.Add(_data.ToArray());
        _data = new MemoryStream();
    }
}
