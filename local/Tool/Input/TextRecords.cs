using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Tool.Input;

/// <summary>Reads records that stand on a line each. A header line, which may come again and again, says how the lines behind it are divided.</summary>
static class TextRecords
{
    static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ \t"u8);

    /// <summary>Reads to the end; returns the number of lines, blank ones too.</summary>
    public static long Read(Stream stream, bool isExport, IRecordSink sink, CancellationToken cancellation)
    {
        using var reader = new LineReader(stream, LogEventText.Largest);
        while (reader.TryRead(out var line))
        {
            if ((reader.Number & 0xffff) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (reader.Number == 1 && line.StartsWith("\uFEFF"u8))
                line = line[3..];
            var time = isExport ? TakeTime(ref line) : null;
            if (IsBlank(line))
                continue;
            if (HeaderIn(line, reader.Number == 1) is { } names)
                sink.Use(FlowLogFormat.OfNames(names), "its header");
            else
                sink.Add(reader.Number, line, time, reader.IsTooLong);
        }
        return reader.Number;
    }

    /// <summary>
    /// The names in a line that is nothing but names of fields; null for any other line. Half of them are documented, or a third in the
    /// first line, which in files of VPC Flow Logs is always a header.
    /// </summary>
    static string[]? HeaderIn(ReadOnlySpan<byte> line, bool isFirst)
    {
        if (!char.IsAsciiLetter((char)line.TrimStart(" \t"u8)[0]) || line.ContainsAnyExcept(Letters))
            return null;
        var names = Encoding.UTF8.GetString(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var known = names.Count(name => FlowLogFields.All.Any(field => field.Name == name || field.Column == name));
        return (names.Length > 1 || isFirst) && (isFirst ? 3 : 2) * known >= names.Length && names.All(name => char.IsAsciiLetter(name[0])) ? names : null;
    }

    /// <summary>Takes the time off the beginning of an exported line; a line that has none stays as it is.</summary>
    static long? TakeTime(ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        var stamp = end < 0 ? line : line[..end];
        if (!LooksLikeTime(stamp) || InputTime.Read(Encoding.UTF8.GetString(stamp)) is not { } time)
            return null;
        line = end < 0 ? default : line[(end + 1)..];
        return time;
    }

    static bool LooksLikeTime(ReadOnlySpan<byte> text) =>
        text.Length is > 18 and < 36 && text[4] == '-' && text[10] == 'T' && Utf8Parser.TryParse(text[..4], out int _, out var length) && length == 4;

    static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(" \t\r"u8);
}
