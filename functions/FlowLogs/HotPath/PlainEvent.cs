using System.Runtime.CompilerServices;

namespace FlowLogs;

/// <summary>
/// Reads a log event in the form that CloudWatch Logs writes: <c>{"id":"...","timestamp":...,"message":"...","extractedFields":{...}}</c>,
/// without escapes and with valid values. <see cref="FlowRecordReader"/> reads every other form as JSON.
/// </summary>
/// <remarks>
/// Fast path. Without it, transforming a record takes 45 % longer, and 130 % with <c>extractedFields</c>. The slow path is ReadJsonEvent in
/// <see cref="FlowRecordReader"/>; DifferentialTests compares both with a third reader.
/// </remarks>
static class PlainEvent
{
    /// <summary>Reads the event at the start of the text.</summary>
    /// <param name="json">The text from the start of the event.</param>
    /// <param name="format">The message's fields.</param>
    /// <param name="layout">The layout of the previous event's extracted fields.</param>
    /// <param name="line">Receives the fields' values.</param>
    /// <returns>The event's length in bytes, or 0 if it is not in this form.</returns>
    /// <remarks>Not inlined: together with the callers' variables, the variables of its loops would not be in registers.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Read(ReadOnlySpan<byte> json, FlowLogFormat format, ExtractedFieldsLayout layout, ref FlowLogLine line)
    {
        var position = 0;
        if (!Skip(json, ref position, "{\"id\":\""u8))
            return 0;
        position = PlainWord.EndOf(json, position);
        if (!Skip(json, ref position, "\",\"timestamp\":"u8) || !SkipNumber(json, ref position)
            || !Skip(json, ref position, ",\"message\":\""u8))
            return 0;
        if (line.ReadPlain(json, position, format) is not (> 0 and var end))
            return 0;
        return Skip(json, ref end, "\"}"u8) ? end : layout.EndOf(json, end, format, in line);
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
        var digits = json[position..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        // In JSON, a number of several digits does not begin with a zero.
        var isNumber = digits == 1 || (digits > 1 && json[position] != '0');
        position += Math.Max(digits, 0);
        return isNumber;
    }
}
