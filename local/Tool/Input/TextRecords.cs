using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Tool.Input;

/// <summary>Reads records from lines. A header line, which may be repeated, names the fields of the following lines.</summary>
static class TextRecords
{
    static readonly SearchValues<byte> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_${} \t"u8);

    /// <summary>The log streams of VPC flow logs end with the traffic type of the flow log.</summary>
    static readonly byte[][] StreamEndings = ["-all"u8.ToArray(), "-accept"u8.ToArray(), "-reject"u8.ToArray()];

    /// <summary>Reads to the end; returns the number of lines, including blank ones.</summary>
    public static long Read(Stream stream, bool isExport, IRecordSink sink, CancellationToken cancellation)
    {
        using var reader = new LineReader(stream, LogEventText.Largest);
        var words = new List<Range>();
        while (reader.TryRead(out var line))
        {
            if ((reader.Number & 0xffff) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (reader.Number == 1 && line.StartsWith("\uFEFF"u8))
                line = line[3..];
            var time = isExport ? TakeTime(ref line) : null;
            if (time is not null)
                TakeStream(ref line, sink.OwnFormat, words);
            if (IsBlank(line))
                continue;
            if (HeaderIn(line, reader.Number == 1) is { } names)
                sink.Use(FlowLogFormat.OfNames(names), "its header");
            else if (!reader.IsTooLong && HoldsSeveral(line, sink.OwnFormat, words))
                foreach (var message in line.Split((byte)'\t'))
                    sink.Add(reader.Number, line[message], time);
            else
                sink.Add(reader.Number, line, time, reader.IsTooLong);
        }
        return reader.Number;
    }

    /// <summary>
    /// Returns the names in a line that is nothing but names of fields, as <c>account-id</c> or <c>${account-id}</c>; null for any other
    /// line. Half of them are documented, or a third in the first line, which in files of VPC Flow Logs is always a header.
    /// </summary>
    static string[]? HeaderIn(ReadOnlySpan<byte> line, bool isFirst)
    {
        var first = (char)line.TrimStart(" \t"u8)[0];
        if (!(char.IsAsciiLetter(first) || first == '$') || line.ContainsAnyExcept(NameCharacters))
            return null;
        var names = Encoding.UTF8.GetString(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (Array.TrueForAll(names, name => name.StartsWith("${", StringComparison.Ordinal) && name.EndsWith('}')))
            names = Array.ConvertAll(names, name => name[2..^1]);
        // A later line is a header only in the exact spelling of files of VPC Flow Logs: it may be a bad line.
        var known = names.Count(name => FieldNames.Find(name) is { } field && (isFirst || name == field.Name || name == field.Column));
        return (names.Length > 1 || isFirst) && (isFirst ? 3 : 2) * known >= names.Length
            && Array.TrueForAll(names, name => name.Length > 0 && char.IsAsciiLetter(name[0]) && !name.AsSpan().ContainsAny('$', '{', '}'))
            ? names
            : null;
    }

    /// <summary>Removes the time from the start of an exported line; other lines are unchanged.</summary>
    static long? TakeTime(ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        var stamp = end < 0 ? line : line[..end];
        if (!LooksLikeTime(stamp) || InputTime.Read(Encoding.UTF8.GetString(stamp)) is not { } time)
            return null;
        line = end < 0 ? default : line[(end + 1)..];
        return time;
    }

    /// <summary>Removes the log stream from a line, which 'aws logs tail' writes between time and message.</summary>
    static void TakeStream(ref ReadOnlySpan<byte> line, FlowLogFormat format, List<Range> words)
    {
        var count = Words.Divide(line, words);
        if (count < 2 || count == format.Fields.Length)
            return;
        var first = line[words[0]];
        if (IsStream(first) || (count == format.Fields.Length + 1 && !format.Fields[0].Accepts(first)))
            line = line[words[1].Start..];
    }

    static bool IsStream(ReadOnlySpan<byte> word)
    {
        foreach (var ending in StreamEndings)
            if (word.EndsWith(ending))
                return true;
        return false;
    }

    // "--query 'events[].message' --output text" writes the messages of a page on one line, separated by tabs.
    static bool HoldsSeveral(ReadOnlySpan<byte> line, FlowLogFormat format, List<Range> words) =>
        line.IndexOf((byte)'\t') is > 0 and var tab && format.Fields.Length > 1 && Words.Divide(line[..tab], words) == format.Fields.Length;

    static bool LooksLikeTime(ReadOnlySpan<byte> text) =>
        text.Length is > 18 and < 36 && text[4] == '-' && text[10] == 'T'
        && Utf8Parser.TryParse(text[..4], out int _, out var length) && length == 4;

    static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(" \t\r"u8);
}
