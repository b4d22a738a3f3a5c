using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FlowLogs;

/// <remarks>This part is the fast path. <see cref="Read"/> is the slow path with the same result.</remarks>
public ref partial struct FlowLogLine
{
    /// <summary>Copies the field's value. Up to <see cref="ShortBytes.Block"/> bytes in all may be overwritten.</summary>
    /// <returns>The length of the value, or 0 if the record has none.</returns>
    internal readonly int CopyTo(FlowLogField field, Span<byte> destination)
    {
        var (start, length) = _slices[field.Index];
        ShortBytes.Copy(_text, start, length, destination);
        return length;
    }

    /// <summary>
    /// Reads a record at the start of a JSON string in the form that AWS writes: without escapes, with one space between the fields, each
    /// value valid for its field or a hyphen.
    /// </summary>
    /// <returns>The end of the record, or 0 if it is not in this form. The character at the end is not checked.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal int ReadPlain(ReadOnlySpan<byte> text, int start, FlowLogFormat format)
    {
        var fields = format.Fields.AsSpan();
        Span<PlainWord> words = stackalloc PlainWord[fields.Length];
        PlainWord.Find(text, start, words);

        if (!_present.IsEmpty)
            Begin(text);
        _text = text;
        ValuesLength = words[^1].End - start;
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0 && (start > text.Length || text[start - 1] != ' '))
                return 0;
            var (end, isDigits) = words[i];
            Debug.Assert(end >= start - 1 && end <= text.Length, "Words are in order and within the text.");
            var length = end - start;
            if (start < text.Length && text[start] == '-' && length == 1)
                length = 0;
            else if (!fields[i].AcceptsPlain(text, start, length, isDigits))
                return 0;
            _slices[fields[i].Index] = (start, length);
            start = end + 1;
        }
        return words[^1].End;
    }

    /// <summary>Returns whether another text has the field's value of this record at a place, or the hyphen of a missing value.</summary>
    internal readonly bool IsAt(ReadOnlySpan<byte> text, ref int place, FlowLogField field)
    {
        var (start, length) = _slices[field.Index];
        length = Math.Max(length, 1);
        var same = ShortBytes.AreSame(text, place, _text, start, length);
        place += length;
        return same;
    }
}
