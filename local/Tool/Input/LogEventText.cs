using System.Text;

namespace Tool.Input;

/// <summary>
/// Converts a line that a log event cannot contain. The inserted text has a backslash, which is invalid in every field, so the line is
/// never read as a record.
/// </summary>
static class LogEventText
{
    /// <summary>
    /// The largest log event that CloudWatch Logs takes, in bytes of UTF-8: a batch has 1 MiB, of which each event takes 26 bytes for
    /// itself. Source: "PutLogEvents", Amazon CloudWatch Logs API Reference.
    /// </summary>
    public const int Largest = 1024 * 1024 - 26;

    static ReadOnlySpan<byte> CutMark => @"\(cut)"u8;

    /// <summary>Replaces bytes that are not UTF-8 with <c>\xHH</c>.</summary>
    public static byte[] Escape(ReadOnlySpan<byte> line)
    {
        var text = new MemoryStream(line.Length + 64);
        while (!line.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(line, out _, out var length) == System.Buffers.OperationStatus.Done;
            text.Write(isText ? line[..length] : Encoding.ASCII.GetBytes($@"\x{line[0]:x2}"));
            line = line[(isText ? length : 1)..];
        }
        return text.ToArray();
    }

    /// <summary>Returns the beginning of a line that is too long, with a mark.</summary>
    /// <param name="line">UTF-8.</param>
    public static byte[] Cut(ReadOnlySpan<byte> line)
    {
        var length = Math.Min(line.Length, Largest - CutMark.Length);
        while (length > 0 && length < line.Length && IsContinuation(line[length]))
            length--;
        return [.. line[..length], .. CutMark];
    }

    static bool IsContinuation(byte value) => (value & 0xc0) == 0x80;
}
