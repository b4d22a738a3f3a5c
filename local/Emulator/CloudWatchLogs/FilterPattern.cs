using System.Text;

namespace Emulator.CloudWatchLogs;

/// <summary>
/// A subscription filter's pattern ("Filter pattern syntax for metric filters, subscription filters, filter log events, and Live Tail",
/// Amazon CloudWatch Logs User Guide). Every event matches an empty pattern. An event matches a term such as <c>REJECT</c> if the term is
/// in it. An event matches a space-delimited pattern such as <c>[version, ..., action="REJECT", log_status]</c> if it has a value for each
/// name and the conditions hold. The last name takes the rest of a longer event, as <c>[w1=ERROR, w2]</c> matches each event whose first
/// word is ERROR.
/// </summary>
public sealed class FilterPattern
{
    readonly List<PatternField>? _fields;
    readonly int _ellipsis = -1;
    readonly List<(PatternField Field, int Place)> _conditions = [];
    readonly byte[]? _term;

    FilterPattern(List<PatternField>? fields, byte[]? term = null)
    {
        _fields = fields;
        _term = term;
        if (fields is null)
            return;
        _ellipsis = fields.FindIndex(field => field.IsEllipsis);
        _conditions.AddRange(fields.Where(field => !field.IsEllipsis).Select((field, place) => (field, place))
            .Where(field => field.field.IsConditional));
    }

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">The pattern is invalid, or local mode does not support it (several terms, JSON, regular
    /// expressions).</exception>
    public static FilterPattern Parse(string text)
    {
        var pattern = text.Trim();
        if (pattern.Length == 0)
            return new FilterPattern(null);
        if (TermIn(pattern) is { } term)
            return new FilterPattern(null, Encoding.UTF8.GetBytes(term));
        if (!pattern.StartsWith('[') || !pattern.EndsWith(']'))
            throw new FormatException(
                $"the filter pattern '{text}' is not supported. Use an empty pattern, one term, or a space-delimited pattern such as "
                + $"[name, name=\"value\", ...].");
        var fields = SplitOutsideQuotes(pattern[1..^1], ",").ConvertAll(field => PatternField.Parse(field, text));
        if (fields.Count(field => field.IsEllipsis) > 1)
            throw new FormatException($"the filter pattern '{text}' has more than one ellipsis.");
        return new FilterPattern(fields);
    }

    /// <summary>Gets the names in <c>extractedFields</c>; null for a pattern without names.</summary>
    public IReadOnlyList<string>? Names => _fields?.Where(part => !part.IsEllipsis).Select(part => part.Name).ToList();

    /// <summary>Returns whether the event matches, and finds the values of the pattern's names.</summary>
    /// <param name="message">The event's message, UTF-8.</param>
    /// <param name="values">Receives a range for each of <see cref="Names"/>.</param>
    public bool Matches(ReadOnlySpan<byte> message, List<Range> values)
    {
        values.Clear();
        if (_fields is null)
            return _term is null || message.IndexOf(_term) >= 0;
        Words.Divide(message, values);
        var names = _ellipsis < 0 ? _fields.Count : _fields.Count - 1;
        if (values.Count < names)
            return false;
        if (_ellipsis >= 0)
        {
            values.RemoveRange(_ellipsis, values.Count - names);
        }
        else if (values.Count > names)
        {
            values[names - 1] = values[names - 1].Start..values[^1].End;
            values.RemoveRange(names, values.Count - names);
        }
        foreach (var (field, place) in _conditions)
            if (!field.Accepts(message[values[place]]))
                return false;
        return true;
    }

    // A word of letters, digits and underscores, or a text in quotes.
    static string? TermIn(string pattern) =>
        pattern.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? pattern
        : pattern.Length > 2 && pattern[0] == '"' && pattern[^1] == '"' && !pattern[1..^1].Contains('"') ? pattern[1..^1]
        : null;

    internal static List<string> SplitOutsideQuotes(string text, string separator)
    {
        var parts = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            if (quoted || string.CompareOrdinal(text, i, separator, 0, separator.Length) != 0)
                continue;
            parts.Add(text[start..i].Trim());
            start = i + separator.Length;
            i = start - 1;
        }
        parts.Add(text[start..].Trim());
        return parts;
    }
}
