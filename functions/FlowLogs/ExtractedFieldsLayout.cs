namespace FlowLogs;

/// <summary>
/// The JSON that stands around the values of <c>extractedFields</c>. It is the same for every event of a subscription, so an event whose
/// text is that JSON and the message's own values says nothing that the message has not said, and need not be parsed.
/// </summary>
public sealed class ExtractedFieldsLayout
{
    byte[][] _between = [];

    /// <summary>Learns from an event that has been read as JSON: the text from its message's end to its own.</summary>
    /// <param name="text">From the message's closing quote to the event's closing brace.</param>
    /// <param name="values">Where the format's fields stand in it, in order.</param>
    internal void Learn(ReadOnlySpan<byte> text, ReadOnlySpan<(int Start, int Length)> values)
    {
        var between = new byte[values.Length + 1][];
        var position = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Start < position)
                return;
            between[i] = text[position..values[i].Start].ToArray();
            position = values[i].Start + values[i].Length;
        }
        between[^1] = text[position..].ToArray();
        _between = between;
    }

    /// <summary>Skips the rest of an event if it is written in this layout and has the message's values.</summary>
    internal bool Skip(ReadOnlySpan<byte> json, ref int position, FlowLogFormat format, in FlowLogLine message)
    {
        var fields = format.Fields;
        if (_between.Length != fields.Length + 1)
            return false;
        var place = position;
        for (var i = 0; i < fields.Length; i++)
        {
            if (!json[place..].StartsWith(_between[i]))
                return false;
            place += _between[i].Length;
            var value = message[fields[i]];
            if (!json[place..].StartsWith(value))
                return false;
            place += value.Length;
        }
        if (!json[place..].StartsWith(_between[^1]))
            return false;
        position = place + _between[^1].Length;
        return true;
    }
}
