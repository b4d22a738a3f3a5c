using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlowLogs;

/// <summary>
/// Reads a log event as CloudWatch Logs writes it: <c>{"id":"...","timestamp":...,"message":"...","extractedFields":{...}}</c>, nothing
/// escaped, every value good. Whatever is not exactly so is left to <see cref="FlowRecordReader"/>, which reads all JSON.
/// </summary>
static class PlainEvent
{
    /// <summary>Reads the event at the start of the text.</summary>
    /// <param name="json">The text from the event on.</param>
    /// <param name="format">The message's fields.</param>
    /// <param name="layout">How the extracted fields were written last time.</param>
    /// <param name="line">Given the fields' values.</param>
    /// <returns>The event's length in bytes, or 0 where it is not plain.</returns>
    public static int Read(ReadOnlySpan<byte> json, FlowLogFormat format, ExtractedFieldsLayout layout, ref FlowLogLine line)
    {
        line.Begin(json);
        var position = 0;
        if (!Skip(json, ref position, "{\"id\":\""u8))
            return 0;
        position += EndOfWord(json[position..]);
        if (!Skip(json, ref position, "\",\"timestamp\":"u8) || !SkipNumber(json, ref position)
            || !Skip(json, ref position, ",\"message\":\""u8) || !ReadMessage(json, ref position, format, ref line, out var hasAbsent))
            return 0;
        if (!Skip(json, ref position, "\"}"u8) && !layout.Skip(json, ref position, format, line))
            return 0;
        if (hasAbsent)
            line.DropAbsent(format);
        return position;
    }

    static bool ReadMessage(ReadOnlySpan<byte> json, ref int position, FlowLogFormat format, ref FlowLogLine line, out bool hasAbsent)
    {
        hasAbsent = false;
        var last = format.Fields[^1];
        foreach (var field in format.Fields)
        {
            var length = EndOfWord(json[position..]);
            var value = json.Slice(position, length);
            if (value is [(byte)'-'])
                hasAbsent = true;
            else if (length == 0 || !field.AcceptsPlain(value))
                return false;
            line.Set(field, position, length);
            position += length;
            if (!ReferenceEquals(field, last) && (position == json.Length || json[position++] != ' '))
                return false;
        }
        return true;
    }

    static bool Skip(ReadOnlySpan<byte> json, ref int position, ReadOnlySpan<byte> expected)
    {
        if (!json[position..].StartsWith(expected))
            return false;
        position += expected.Length;
        return true;
    }

    static bool SkipNumber(ReadOnlySpan<byte> json, ref int position)
    {
        var start = position;
        while (position < json.Length && json[position] is >= (byte)'0' and <= (byte)'9')
            position++;
        // A number of more digits begins with none but zero in JSON.
        return position == start + 1 || (position > start && json[start] != '0');
    }

    /// <summary>How far it is to a space, a quote, a backslash or a control character: what can end a value, or makes it none.</summary>
    static int EndOfWord(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (text.Length - length >= Vector128<byte>.Count)
        {
            var block = Vector128.Create(text.Slice(length, Vector128<byte>.Count));
            var ends = Vector128.LessThanOrEqual(block, Vector128.Create((byte)' '))
                | Vector128.Equals(block, Vector128.Create((byte)'"'))
                | Vector128.Equals(block, Vector128.Create((byte)'\\'));
            if (ends != default)
                return length + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
            length += Vector128<byte>.Count;
        }
        while (length < text.Length && text[length] is > (byte)' ' and not ((byte)'"' or (byte)'\\'))
            length++;
        return length;
    }
}
