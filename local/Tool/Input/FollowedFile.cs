namespace Tool.Input;

/// <summary>One file that another process appends to: returns complete lines as they arrive.</summary>
sealed class FollowedFile(FileStream file) : IDisposable
{
    /// <summary>The bytes at the start and before the position that are compared to notice that the file was replaced.</summary>
    const int Sample = 4096;

    readonly byte[] _buffer = new byte[64 * 1024];
    readonly MemoryStream _line = new();
    byte[] _first = [];
    byte[] _last = [];
    long _position;

    public FileIdentity Identity { get; } = FileIdentity.Of(file);

    /// <summary>Appends the lines that have arrived since the last call.</summary>
    /// <param name="lines">Receives complete lines.</param>
    /// <param name="most">The maximum number of bytes to read.</param>
    /// <param name="restarted">Called if the file was truncated and written again.</param>
    /// <returns>Whether there were new lines.</returns>
    public bool Read(MemoryStream lines, long most, Action restarted)
    {
        if (_position > 0 && IsWrittenAnew())
        {
            End(lines);
            (_position, _first, _last) = (0, [], []);
            restarted();
        }
        long all = 0;
        while (all < most && RandomAccess.Read(file.SafeFileHandle, _buffer, _position) is var read and > 0)
        {
            all += read;
            var bytes = _buffer.AsSpan(0, read);
            _position += read;
            Remember(bytes);
            var length = bytes.LastIndexOf((byte)'\n') + 1;
            if (length > 0)
            {
                _line.WriteTo(lines);
                _line.SetLength(0);
                lines.Write(bytes[..length]);
            }
            _line.Write(bytes[length..]);
        }
        return all > 0;
    }

    /// <summary>Appends the last line, which may have no line break.</summary>
    public void End(MemoryStream lines)
    {
        if (_line.Length == 0)
            return;
        _line.WriteTo(lines);
        lines.WriteByte((byte)'\n');
        _line.SetLength(0);
    }

    public void Dispose() => file.Dispose();

    // A truncated file may have grown beyond the position again.
    bool IsWrittenAnew() =>
        RandomAccess.GetLength(file.SafeFileHandle) < _position || !IsAt(0, _first) || !IsAt(_position - _last.Length, _last);

    bool IsAt(long position, ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[Sample];
        found = found[..expected.Length];
        var length = 0;
        while (length < found.Length && RandomAccess.Read(file.SafeFileHandle, found[length..], position + length) is var read and > 0)
            length += read;
        return length == found.Length && found.SequenceEqual(expected);
    }

    void Remember(ReadOnlySpan<byte> bytes)
    {
        if (_first.Length < Sample)
            _first = [.. _first, .. bytes[..Math.Min(bytes.Length, Sample - _first.Length)]];
        _last = bytes.Length >= Sample ? bytes[^Sample..].ToArray()
            : [.. _last.AsSpan(Math.Max(0, _last.Length + bytes.Length - Sample)), .. bytes];
    }
}
