namespace FlowLogs.Local.CloudWatchLogs;

/// <summary>
/// A subscription filter's pattern: empty, which every event matches, or space-delimited, such as
/// <c>[version, ..., action="REJECT", log_status]</c>. Source: "Filter pattern syntax for metric filters, subscription filters,
/// filter log events, and Live Tail", Amazon CloudWatch Logs User Guide.
/// </summary>
public sealed class FilterPattern
{
    private readonly List<PatternField>? _fields;
    private readonly int _ellipsis = -1;

    private FilterPattern(List<PatternField>? fields)
    {
        _fields = fields;
        if (fields is not null)
            _ellipsis = fields.FindIndex(field => field.IsEllipsis);
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is of a kind that local mode does not play (terms, JSON, regular expressions), or not well formed.</exception>
    public static FilterPattern Parse(string text)
    {
        var pattern = text.Trim();
        if (pattern.Length == 0)
            return new FilterPattern(null);
        if (!pattern.StartsWith('[') || !pattern.EndsWith(']'))
            throw new FormatException($"the filter pattern '{text}' is neither empty nor space-delimited, as [name, name=\"value\", ...]; local mode plays those two kinds.");
        var fields = SplitOutsideQuotes(pattern[1..^1], ",").ConvertAll(field => PatternField.Parse(field, text));
        if (fields.Count(field => field.IsEllipsis) > 1)
            throw new FormatException($"the filter pattern '{text}' has more than one ellipsis.");
        return new FilterPattern(fields);
    }

    /// <summary>The names that <c>extractedFields</c> has; null for a pattern that names none.</summary>
    public IReadOnlyList<string>? Names => _fields?.Where(part => !part.IsEllipsis).Select(part => part.Name).ToList();

    /// <summary>Whether the pattern asks for more than a number of fields.</summary>
    public bool IsConditional => _fields?.Exists(part => part.IsConditional) ?? false;

    /// <summary>Whether the event matches, and where the values of the pattern's names stand in it.</summary>
    /// <param name="message">The event's message, UTF-8.</param>
    /// <param name="values">Filled with a range for each of <see cref="Names"/>.</param>
    public bool Matches(ReadOnlySpan<byte> message, List<Range> values)
    {
        values.Clear();
        if (_fields is null)
            return true;
        Split(message, values);
        if (_ellipsis < 0 ? values.Count != _fields.Count : values.Count < _fields.Count - 1)
            return false;
        if (_ellipsis >= 0)
            values.RemoveRange(_ellipsis, values.Count - (_fields.Count - 1));
        var place = 0;
        foreach (var field in _fields)
            if (!field.IsEllipsis && !field.Accepts(message[values[place++]]))
                return false;
        return true;
    }

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

    private static void Split(ReadOnlySpan<byte> message, List<Range> values)
    {
        var position = 0;
        while (position < message.Length)
        {
            if (message[position] is (byte)' ' or (byte)'\t')
            {
                position++;
                continue;
            }
            var length = message[position..].IndexOfAny((byte)' ', (byte)'\t');
            var end = length < 0 ? message.Length : position + length;
            values.Add(position..end);
            position = end;
        }
    }
}
