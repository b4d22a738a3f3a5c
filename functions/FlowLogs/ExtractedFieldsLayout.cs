using System.Runtime.CompilerServices;

namespace FlowLogs;

/// <summary>
/// The JSON that stands around the values of <c>extractedFields</c>. It is the same for every event of a subscription, so an event whose
/// text is that JSON and the message's own values says nothing that the message has not said, and need not be parsed.
/// </summary>
public sealed class ExtractedFieldsLayout
{
    Padded[] _between = [];

    /// <summary>Learns from an event that has been read as JSON: the text from its message's end to its own.</summary>
    /// <param name="text">From the message's closing quote to the event's closing brace.</param>
    /// <param name="values">Where the format's fields stand in it, in order.</param>
    internal void Learn(ReadOnlySpan<byte> text, ReadOnlySpan<(int Start, int Length)> values)
    {
        var between = new Padded[values.Length + 1];
        var position = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Start < position)
                return;
            between[i] = new Padded(text[position..values[i].Start]);
            position = values[i].Start + values[i].Length;
        }
        between[^1] = new Padded(text[position..]);
        _between = between;
    }

    /// <summary>Where an event ends that is written in this layout and has the message's values; 0 where it is not or has not.</summary>
    /// <param name="json">The text of the event.</param>
    /// <param name="place">Where its message has ended.</param>
    /// <param name="format">The message's fields.</param>
    /// <param name="message">Their values.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal int EndOf(ReadOnlySpan<byte> json, int place, FlowLogFormat format, in FlowLogLine message)
    {
        var fields = format.Fields.AsSpan();
        var between = _between.AsSpan();
        if (between.Length != fields.Length + 1)
            return 0;
        for (var i = 0; i < fields.Length; i++)
            if (!between[i].IsAt(json, ref place) || !message.IsAt(json, ref place, fields[i]))
                return 0;
        return between[^1].IsAt(json, ref place) ? place : 0;
    }

    /// <summary>A text, and zeros up to the whole blocks that it is compared in.</summary>
    readonly struct Padded(ReadOnlySpan<byte> text)
    {
        readonly byte[] _bytes = [.. text, .. new byte[ShortBytes.Block]];
        readonly int _length = text.Length;

        public bool IsAt(ReadOnlySpan<byte> text, ref int place)
        {
            var same = ShortBytes.AreSame(text, place, _bytes, 0, _length);
            place += _length;
            return same;
        }
    }
}
