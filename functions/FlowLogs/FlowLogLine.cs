using System.Runtime.CompilerServices;
using System.Text;

namespace FlowLogs;

/// <summary>The values of one flow log record, as slices of its text.</summary>
public ref partial struct FlowLogLine
{
    ReadOnlySpan<byte> _text;
    Slices _slices;

    FieldSet _present;

    /// <summary>The fields that <see cref="Set"/> has set, including those whose value was removed.</summary>
    internal readonly FieldSet Present => _present;

    /// <summary>Returns the field's value; empty if the record has none.</summary>
    public readonly ReadOnlySpan<byte> this[FlowLogField field] =>
        _text.Slice(_slices[field.Index].Start, _slices[field.Index].Length);

    /// <summary>The length in bytes of all values that were set, including values that were removed.</summary>
    internal int ValuesLength { get; private set; }

    /// <summary>Starts a text without values.</summary>
    internal void Begin(ReadOnlySpan<byte> text)
    {
        _text = text;
        _slices = default;
        _present = default;
        ValuesLength = 0;
    }

    internal void Set(FlowLogField field, int start, int length)
    {
        _slices[field.Index] = (start, length);
        ValuesLength += length;
        _present.Add(field.Index);
    }

    /// <summary>Splits a record's text at its spaces, and keeps the valid values.</summary>
    /// <returns>Whether the text has the format's number of fields, and each value is valid for its field or <c>-</c>.</returns>
    public bool Read(ReadOnlySpan<byte> text, FlowLogFormat format)
    {
        Begin(text);
        var position = 0;
        foreach (var field in format.Fields)
        {
            var start = SkipSpaces(text, position);
            position = EndOfWord(text, start);
            Set(field, start, position - start);
        }
        // The last field is empty if there are too few. If a field is missing or added, no value can be assigned to its field safely.
        if (SkipSpaces(text, position) == text.Length && _slices[format.Fields[^1].Index].Length > 0)
            return KeepValues(format);
        _slices = default;
        return false;
    }

    /// <summary>Returns the places of the format's fields in the text, in order.</summary>
    internal readonly void Places(FlowLogFormat format, Span<(int Start, int Length)> places)
    {
        for (var i = 0; i < format.Fields.Length; i++)
            places[i] = _slices[format.Fields[i].Index];
    }

    /// <summary>Removes fields that do not apply and fields with an invalid value. Returns false if there were invalid values.</summary>
    internal bool KeepValues(FlowLogFormat format)
    {
        var all = true;
        foreach (var field in format.Fields)
        {
            var text = this[field];
            if (text.IsEmpty && !_present.Has(field.Index))
                continue;
            var applies = text is not [(byte)'-'];
            if (applies && field.Accepts(text))
                continue;
            _slices[field.Index].Length = 0;
            all &= !applies;
        }
        return all;
    }

    /// <summary>
    /// Returns the end of the word that begins at a position: the next space or tab, or the end of a JSON string, which can contain spaces.
    /// </summary>
    public static int EndOfWord(ReadOnlySpan<byte> text, int start)
    {
        if (start < text.Length && text[start] == '"' && EndOfString(text, start) is var end && (end == text.Length || IsSpace(text[end])))
            return end;
        var length = text[start..].IndexOfAny((byte)' ', (byte)'\t');
        return length < 0 ? text.Length : start + length;
    }

    /// <summary>Returns why a text does not match the format, or null if it matches.</summary>
    public static string? Problem(ReadOnlySpan<byte> text, FlowLogFormat format)
    {
        var values = new List<string>();
        for (var start = SkipSpaces(text, 0); start < text.Length;)
        {
            var end = EndOfWord(text, start);
            values.Add(Encoding.UTF8.GetString(text[start..end]));
            start = SkipSpaces(text, end);
        }
        if (values.Count != format.Fields.Length)
            return $"{values.Count} {(values.Count == 1 ? "field" : "fields")} where the format has {format.Fields.Length}";
        return format.Fields
            .Zip(values)
            .Where(pair => pair.Second != "-" && !pair.First.Accepts(Encoding.UTF8.GetBytes(pair.Second)))
            .Select(pair => $"{pair.First} is '{Shorten(pair.Second)}', not {pair.First.Expectation}")
            .FirstOrDefault();
    }

    static string Shorten(string value) => value.Length <= 40 ? value : string.Concat(value.AsSpan(0, 40), "...");

    static int SkipSpaces(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && IsSpace(text[position]))
            position++;
        return position;
    }

    static bool IsSpace(byte letter) => letter is (byte)' ' or (byte)'\t';

    /// <summary>Returns the place after the closing quote, or the start if the text has none.</summary>
    static int EndOfString(ReadOnlySpan<byte> text, int start)
    {
        for (var place = start + 1; place < text.Length; place += 2)
        {
            var length = text[place..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
                break;
            place += length;
            if (text[place] == '"')
                return place + 1;
        }
        return start;
    }

    [InlineArray(FieldSet.Size)]
    struct Slices
    {
        (int Start, int Length) _first;
    }
}
