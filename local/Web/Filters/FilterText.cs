using System.Buffers;
using System.Net;
using System.Text.RegularExpressions;

namespace Web.Filters;

/// <summary>
/// Reads filters as people type them: <c>src:10.0.0.0/8 -port:22,23 bytes>1000</c>. A minus or an exclamation mark excludes, commas
/// separate alternatives, double quotes hold an exact value.
/// </summary>
static partial class FilterText
{
    const int Shown = 60;

    static readonly SearchValues<char> EndsOfName = SearchValues.Create(":=<>!\"");

    /// <summary>Splits the text into names and values as the page's address has them.</summary>
    /// <exception cref="FormatException">The text is not a list of filters.</exception>
    public static IReadOnlyList<(string Name, string Value)> Split(string text, FilterFields fields) =>
        [.. Words(text).Select(word => Read(word, fields))];

    /// <summary>Splits a value into its alternatives. Those in quotes are exact values.</summary>
    /// <exception cref="FormatException">A quote is not closed, or an alternative is empty.</exception>
    public static IReadOnlyList<(string Text, bool IsExact)> Alternatives(string value)
    {
        var found = new List<(string, bool)>();
        for (var at = 0; at <= value.Length; at++)
        {
            string text;
            var isExact = at < value.Length && value[at] == '"';
            if (isExact)
            {
                var end = ClosingQuote(value, at);
                text = value[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal);
                at = end + 1;
                if (at < value.Length && value[at] != ',')
                    throw new FormatException($"Unexpected text after the closing quote in '{Short(value)}'. Separate values with commas.");
            }
            else
            {
                var end = value.IndexOf(',', at) is var comma && comma < 0 ? value.Length : comma;
                text = value[at..end].Trim();
                at = end;
                if (text.Length == 0)
                    throw new FormatException($"Empty value in '{Short(value)}'. Remove the comma, or write none for records without a "
                        + $"value.");
            }

            found.Add((text, isExact));
        }

        return found;
    }

    /// <summary>Shortens a text for a message.</summary>
    public static string Short(string text)
    {
        var plain = string.Concat(text.Take(Shown).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > Shown ? plain + "…" : plain;
    }

    static (string Name, string Value) Read(string word, FilterFields fields)
    {
        var isExcluded = word[0] is '-' or '!';
        var text = isExcluded ? word[1..] : word;
        var end = text.AsSpan().IndexOfAny(EndsOfName);
        // An IPv6 address and a CIDR block have colons too.
        if (fields.Find(end > 0 ? text[..end] : "") is not { } field)
            return (NameOf(text, end, fields), Value(text, isExcluded));
        var value = text[end] is '<' or '>' ? text[end..] : text[(end + 1)..];
        if (text[end] == '!')
        {
            isExcluded = !isExcluded;
            value = value.TrimStart('=', ':');
        }

        if (value.StartsWith('!'))
        {
            isExcluded = !isExcluded;
            value = value[1..];
        }

        if (value.Length == 0)
            throw new FormatException($"The filter {field.Name} has no value. Write {field.Name}:VALUE.");
        return (field.Name, Value(value, isExcluded));
    }

    /// <summary>Writes a value as a filter takes it: in quotes if it could be read as something else.</summary>
    public static string Quote(string value) => Plain.IsMatch(value) ? value : Quoted(value);

    /// <summary>Writes a value in quotes, as a filter takes any value.</summary>
    public static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Returns a value without its quotes, if it has any.</summary>
    public static string Unquoted(string text) =>
        text is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : text;

    static string Value(string text, bool isExcluded) => isExcluded ? $"!{text}" : text;

    // A value without the name of its field, if the field is clear.
    static string NameOf(string text, int end, FilterFields fields)
    {
        if (IPAddress.TryParse(text.Split('/')[0], out _) && text.AsSpan().ContainsAny('.', ':'))
            return "addr";
        if (FilterValue.ProtocolOf(text) is not null && !char.IsAsciiDigit(text[0]))
            return "proto";
        if (fields.Names.NetworksOf(Unquoted(text)) is not null)
            return "addr";
        if (fields.Names.InterfacesOf(Unquoted(text)).Count > 0)
            return "eni";
        if (text.Equals("accept", StringComparison.OrdinalIgnoreCase) || text.Equals("reject", StringComparison.OrdinalIgnoreCase))
            return "action";
        if (end > 0)
            _ = fields.Get(text[..end]);
        throw new FormatException($"'{Short(text)}' has no field. Write FIELD:VALUE, such as src:10.0.0.0/8, port:443 or action:reject.");
    }

    static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]))
                continue;
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at = text[at] == '"' ? ClosingQuote(text, at) + 1 : at + 1;
            yield return text[start..at];
        }
    }

    static int ClosingQuote(string text, int opening)
    {
        for (var at = opening + 1; at < text.Length; at++)
        {
            if (text[at] != '"')
                continue;
            if (at + 1 == text.Length || text[at + 1] != '"')
                return at;
            at++;
        }

        throw new FormatException($"The quote in '{Short(text[opening..])}' is not closed.");
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$")]
    private static partial Regex Plain { get; }
}
