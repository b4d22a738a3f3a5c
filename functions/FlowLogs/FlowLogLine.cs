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
            position = SkipSpaces(position);
            var length = text[position..].IndexOfAny((byte)' ', (byte)'\t');
            if (length < 0)
                length = text.Length - position;
            Set(field, position, length);
            position += length;
        }
        // The last field is empty if there are too few. If a field is missing or added, no value can be assigned to its field safely.
        if (SkipSpaces(position) == text.Length && _slices[format.Fields[^1].Index].Length > 0)
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

    /// <summary>Returns why a text does not match the format, or null if it matches.</summary>
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
