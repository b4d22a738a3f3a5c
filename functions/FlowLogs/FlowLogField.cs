using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FlowLogs;

/// <summary>How a field's text is read, and its type in JSON.</summary>
public enum FlowLogFieldType
{
    /// <summary>A string, unchanged.</summary>
    Text,

    /// <summary>A whole number that fits 32 bits.</summary>
    Int,

    /// <summary>A whole number that fits 63 bits.</summary>
    BigInt,

    /// <summary>Seconds since 1970-01-01T00:00:00Z, up to the year 9999.</summary>
    EpochSeconds,
}

/// <summary>
/// A field of a flow log record: a documented field, or a field that AWS has added later. A format has only the name of an undocumented
/// field. Source: "Flow log records", Amazon VPC User Guide.
/// </summary>
public sealed class FlowLogField
{
    /// <summary>The last second of the year 9999, the maximum of timestamps in .NET, Parquet readers and Athena.</summary>
    public const long LastSecond = 253_402_300_799;

    readonly ImmutableArray<byte[]> _spellings;
    readonly int _digits;

    internal FlowLogField(int index, int version, string name, FlowLogFieldType type, long maximum, string meaning, string[] aliases)
    {
        Index = index;
        Version = version;
        Name = name;
        Column = name.Replace('-', '_');
        Type = type;
        Maximum = maximum;
        _digits = maximum.ToString(CultureInfo.InvariantCulture).Length;
        Meaning = meaning;
        _spellings = [.. new[] { name, Column, Camel(name) }.Concat(aliases).Distinct().Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>A field that <see cref="FlowLogFields"/> does not have. Its value is text, unchanged.</summary>
    internal FlowLogField(int index, string name)
        : this(index, 0, name, FlowLogFieldType.Text, 0, "", [])
    {
    }

    /// <summary>Whether the field is documented and has a column. The values of all other fields share one column.</summary>
    public bool IsKnown => Version > 0;

    /// <summary>The index in <see cref="FlowLogFields.All"/>; an undocumented field has a higher index.</summary>
    public int Index { get; }

    /// <summary>The flow log version that introduced the field, 2 to 10; 0 for an undocumented field.</summary>
    public int Version { get; }

    /// <summary>The name as AWS spells it, for example <c>account-id</c>.</summary>
    public string Name { get; }

    /// <summary>The Glue column, for example <c>account_id</c>.</summary>
    public string Column { get; }

    /// <summary>The meaning of the field, in a few words.</summary>
    public string Meaning { get; }

    public FlowLogFieldType Type { get; }

    /// <summary>The largest number that the field can hold; 0 for text.</summary>
    public long Maximum { get; }

    /// <summary>
    /// Returns whether a subscription filter's pattern can use this name for the field: <c>account-id</c>, <c>account_id</c>,
    /// <c>accountId</c>, or the names of AWS's examples.
    /// </summary>
    public bool IsCalled(ReadOnlySpan<byte> name)
    {
        foreach (var spelling in _spellings)
            if (name.SequenceEqual(spelling))
                return true;
        return false;
    }

    /// <summary>
    /// Returns whether this is a name of the field, ignoring case, hyphens and underscores, as in <c>srcAddr</c> of Logs Insights.
    /// </summary>
    internal bool IsCalledLike(ReadOnlySpan<byte> name)
    {
        foreach (var spelling in _spellings)
            if (IsLike(name, spelling))
                return true;
        return false;
    }

    /// <summary>
    /// Returns whether the text is a valid value: a number in decimal digits within the field's range, or text without characters that JSON
    /// escapes. The value of an undocumented field may also be a JSON string with any characters.
    /// </summary>
    public bool Accepts(ReadOnlySpan<byte> text) =>
        Type != FlowLogFieldType.Text ? TryReadNumber(text, out _) : IsPlain(text) || (!IsKnown && JsonText.IsString(text));

    /// <summary>Returns the same for a word without characters that JSON escapes.</summary>
    internal bool AcceptsPlain(ReadOnlySpan<byte> text, int start, int length, bool isDigits)
    {
        if (length <= 0 || Type == FlowLogFieldType.Text)
            return length > 0;
        if (!isDigits || (text[start] == '0' && length > 1))
            return false;
        // A number with fewer digits than the maximum is smaller.
        return length < _digits || TryReadNumber(text.Slice(start, length), out _);
    }

    /// <summary>Describes the valid values.</summary>
    public string Expectation => Type == FlowLogFieldType.Text ? "plain text" : $"a whole number from 0 to {Maximum}";

    /// <summary>Reads a number as AWS writes it: digits only, no sign, no leading zero, at most <see cref="Maximum"/>.</summary>
    public bool TryReadNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        // 19 digits hold 2^63-1, and the largest number of 19 digits still fits an unsigned 64-bit sum.
        if (text.Length is 0 or > 19 || (text[0] == '0' && text.Length > 1))
            return false;
        ulong sum = 0;
        foreach (var digit in text)
        {
            var value = (uint)(digit - '0');
            if (value > 9)
                return false;
            sum = sum * 10 + value;
        }
        if (sum > (ulong)Maximum)
            return false;
        number = (long)sum;
        return true;
    }

    public override string ToString() => Name;

    // SearchValues is slower for fewer than 16 bytes.
    static bool IsPlain(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAny(JsonText.Escaped);

    static bool IsLike(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var place = 0;
        foreach (var letter in one)
        {
            if (letter is (byte)'-' or (byte)'_')
                continue;
            while (place < other.Length && other[place] is (byte)'-' or (byte)'_')
                place++;
            if (place == other.Length || (letter | 0x20) != (other[place++] | 0x20))
                return false;
        }
        return place == other.Length;
    }

    static string Camel(string name)
    {
        var words = name.Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
