using System.Buffers;

namespace Tool.Input;

/// <summary>Reads lines of bytes from a stream. A line that is completely in the buffer is not copied.</summary>
public sealed class LineReader(Stream stream, int longest) : IDisposable
{
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1 << 20, longest + 2));
    int _start;
    int _end;
    bool _atEnd;
    bool _inLongLine;

    /// <summary>The number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the current line exceeds the limit and is truncated.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads a line, without the line feed and a carriage return before it.</summary>
    /// <returns>False at the end of the stream. The last line may have no line feed.</returns>
    /// <exception cref="InvalidDataException">The compressed data of the stream is damaged.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        if (_inLongLine)
            SkipRestOfLine();
        IsTooLong = false;
        var scanned = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (feed >= 0 || (_atEnd && _start < _end))
            {
                var length = feed >= 0 ? scanned + feed : _end - _start;
                line = Take(length);
                _start += Math.Min(length + 1, _end - _start);
                return true;
            }
            if (_atEnd)
            {
                line = default;
                return false;
            }
            scanned = _end - _start;
            // One more byte could be a carriage return, which is not part of the line.
            if (scanned > longest + 1)
            {
                line = Take(scanned);
                _start = _end;
                _inLongLine = true;
                return true;
            }
            Fill();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    ReadOnlySpan<byte> Take(int length)
    {
        Number++;
        var line = _buffer.AsSpan(_start, length);
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        IsTooLong = line.Length > longest;
        return IsTooLong ? line[..longest] : line;
    }

    void SkipRestOfLine()
    {
        _inLongLine = false;
        while (true)
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                _start += feed + 1;
                return;
            }
            _start = _end;
            if (_atEnd)
                return;
            Fill();
        }
    }

    void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _atEnd = read == 0;
    }
}
