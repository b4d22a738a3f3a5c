using System.Runtime.CompilerServices;
using System.Text;

namespace FlowLogs;

/// <summary>The values of one flow log record, as slices of its text.</summary>
public ref struct FlowLogLine
{
    ReadOnlySpan<byte> _text;
    Slices _slices;

    FieldSet _present;

    /// <summary>The fields that <see cref="Set"/> gave a place, whether or not their value was kept.</summary>
    internal readonly FieldSet Present => _present;

    /// <summary>The field's value; empty where the record has none.</summary>
    public readonly ReadOnlySpan<byte> this[FlowLogField field] =>
        _text.Slice(_slices[field.Index].Start, _slices[field.Index].Length);

    /// <summary>The length of all values that were set, in bytes; some of them may have been taken out again.</summary>
    internal int ValuesLength { get; private set; }

    /// <summary>Begins again over another text, with no values.</summary>
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

    /// <summary>Copies the field's value. Behind it up to <see cref="ShortBytes.Block"/> bytes in all may be overwritten.</summary>
    /// <returns>Its length; 0 where the record has none.</returns>
    internal readonly int CopyTo(FlowLogField field, Span<byte> destination)
    {
        var (start, length) = _slices[field.Index];
        ShortBytes.Copy(_text, start, length, destination);
        return length;
    }

    /// <summary>Divides a record's text at its spaces, and keeps those values that their fields accept.</summary>
    /// <returns>Whether the text has the format's number of fields and each value is one of its field, or <c>-</c>.</returns>
    public bool Read(ReadOnlySpan<byte> text, FlowLogFormat format)
    {
        Begin(text);
        var position = 0;
        foreach (var field in format.Fields)
        {
            position = SkipSpaces(position);
            var length = text[position..].IndexOfAny((byte)' ', (byte)'\t');
            if (length < 0)
                length = text.Length - position;
            Set(field, position, length);
            position += length;
        }
        // The last field is empty where there are too few. With a field too few or too many, which value is whose is a guess.
        if (SkipSpaces(position) == text.Length && _slices[format.Fields[^1].Index].Length > 0)
            return KeepValues(format);
        _slices = default;
        return false;
    }

    /// <summary>
    /// Reads a record at the start of a JSON string as AWS writes it: nothing escaped, one space between the fields, each value one of its field
    /// or a hyphen.
    /// </summary>
    /// <returns>Where the record ends; 0 where it is none or not so written. What ends it is not looked at.</returns>
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

    /// <summary>Whether another text has, at a place, what stands for the field here: its value, or the hyphen of one that does not apply.</summary>
    internal readonly bool IsAt(ReadOnlySpan<byte> text, ref int place, FlowLogField field)
    {
        var (start, length) = _slices[field.Index];
        length = Math.Max(length, 1);
        var same = ShortBytes.AreSame(text, place, _text, start, length);
        place += length;
        return same;
    }

    /// <summary>Where the format's fields stand in the text, in order.</summary>
    internal readonly void Places(FlowLogFormat format, Span<(int Start, int Length)> places)
    {
        for (var i = 0; i < format.Fields.Length; i++)
            places[i] = _slices[format.Fields[i].Index];
    }

    /// <summary>Takes out the fields that do not apply, and those whose text is not a value of theirs; false if there were such.</summary>
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

    /// <summary>Says in words why a text does not fit the format; null where it does.</summary>
    public static string? Problem(ReadOnlySpan<byte> text, FlowLogFormat format)
    {
        var values = Encoding.UTF8.GetString(text).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (values.Length != format.Fields.Length)
            return $"{values.Length} {(values.Length == 1 ? "field" : "fields")} where the format has {format.Fields.Length}";
        return format.Fields
            .Zip(values)
            .Where(pair => pair.Second != "-" && !pair.First.Accepts(Encoding.UTF8.GetBytes(pair.Second)))
            .Select(pair => $"{pair.First} is '{Shorten(pair.Second)}', not {pair.First.Expectation}")
            .FirstOrDefault();
    }

    static string Shorten(string value) => value.Length <= 40 ? value : string.Concat(value.AsSpan(0, 40), "...");

    readonly int SkipSpaces(int position)
    {
        while (position < _text.Length && _text[position] is (byte)' ' or (byte)'\t')
            position++;
        return position;
    }

    [InlineArray(FieldSet.Size)]
    struct Slices
    {
        (int Start, int Length) _first;
    }
}
