using System.Runtime.CompilerServices;

namespace FlowLogs;

/// <summary>
/// The JSON around the values of <c>extractedFields</c>. It is the same for every log event of a subscription, so an event with the same
/// JSON around its message's own values needs no parsing.
/// </summary>
/// <remarks>
/// Fast path: when <c>extractedFields</c> is skipped with a JSON reader instead, transforming a record takes 39 % longer. The slow path is
/// ReadJsonEvent in <see cref="FlowRecordReader"/>.
/// </remarks>
public sealed class ExtractedFieldsLayout
{
    Padded[] _between = [];

    /// <summary>Learns the form from an event that was read as JSON.</summary>
    /// <param name="text">From the message's closing quote to the event's closing brace.</param>
    /// <param name="values">The places of the format's fields in the text, in order.</param>
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

    /// <summary>Returns the end of an event that is in this form and has the message's values, or 0 for another event.</summary>
    /// <param name="json">The text of the event.</param>
    /// <param name="place">The end of its message.</param>
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

    /// <summary>A text, padded with zeros to the blocks in which it is compared.</summary>
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
