using System.Buffers;

namespace Tool.Input;

/// <summary>Reads lines of bytes from a stream, without copying one that lies whole in its buffer.</summary>
public sealed class LineReader(Stream stream, int longest) : IDisposable
{
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1 << 20, longest + 2));
    int _start;
    int _end;
    bool _atEnd;
    bool _inLongLine;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the line that was read last is longer than the limit; it is cut there.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads a line, without the line feed and a carriage return before it.</summary>
    /// <returns>False at the end of the stream. A last line may do without a line feed.</returns>
    /// <exception cref="InvalidDataException">The stream inflates data that is damaged.</exception>
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
            // One more could be the carriage return that does not count.
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
