using System.Globalization;
using System.Text;

namespace Emulator.CloudWatchLogs;

/// <summary>One field of a space-delimited filter pattern: a name, or a condition on it such as <c>action="REJECT"</c>.</summary>
sealed class PatternField
{
    static readonly string[] Operators = ["!=", "<=", ">=", "=", "<", ">"];

    // At least one group must match. A group matches if all of its conditions match.
    readonly List<List<(string Operator, string Value)>> _alternatives;

    // The value of the only condition, if it is an equality, which most patterns have.
    readonly byte[]? _equal;

    PatternField(string name, List<List<(string Operator, string Value)>> alternatives)
    {
        Name = name;
        _alternatives = alternatives;
        if (alternatives is [[("=", var value)]] && !value.Contains('*'))
            _equal = Encoding.UTF8.GetBytes(value);
    }

    public string Name { get; }

    public bool IsEllipsis => Name == "...";

    public bool IsConditional => _alternatives is not [{ Count: 0 }];

    public static PatternField Parse(string text, string pattern)
    {
        var name = "";
        var alternatives = new List<List<(string, string)>>();
        foreach (var alternative in FilterPattern.SplitOutsideQuotes(text.Trim('(', ')'), "||"))
        {
            var conditions = new List<(string, string)>();
            foreach (var condition in FilterPattern.SplitOutsideQuotes(alternative, "&&"))
            {
                var (field, comparison) = ParseCondition(condition, pattern);
                if (field.Length == 0 || field.Any(char.IsWhiteSpace) || (name.Length > 0 && field != name))
                    throw new FormatException($"'{text}' in the filter pattern '{pattern}' is not a field name with conditions on that "
                        + $"name.");
                name = field;
                if (comparison is { } found)
                    conditions.Add(found);
            }
            alternatives.Add(conditions);
        }
        return new PatternField(name, alternatives);
    }

    public bool Accepts(ReadOnlySpan<byte> value)
    {
        if (_equal is not null)
            return value.SequenceEqual(_equal);
        if (!IsConditional)
            return true;
        var text = Encoding.UTF8.GetString(value);
        return _alternatives.Exists(conditions => conditions.TrueForAll(condition => Holds(text, condition.Operator, condition.Value)));
    }

    static (string Field, (string, string)? Comparison) ParseCondition(string text, string pattern)
    {
        var place = text.IndexOfAny(['!', '=', '<', '>']);
        if (place < 0)
            return (text.Trim(), null);
        var sign = Operators.FirstOrDefault(sign => string.CompareOrdinal(text, place, sign, 0, sign.Length) == 0)
            ?? throw new FormatException($"'{text}' in the filter pattern '{pattern}' has no comparison operator. Use one of "
            + $"{string.Join(", ", Operators)}.");
        var value = text[(place + sign.Length)..].Trim();
        return value.StartsWith('%')
            ? throw new FormatException($"'{text}' in the filter pattern '{pattern}' compares with a regular expression. Local mode "
            + $"supports only text and numbers.")
            : (text[..place].Trim(), (sign, value.Trim('"')));
    }

    static bool Holds(string value, string sign, string expected)
    {
        if (sign is "=" or "!=")
            return IsLike(value, expected) == (sign == "=");
        if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound))
            return false;
        return sign switch
        {
            "<" => number < bound,
            "<=" => number <= bound,
            ">" => number > bound,
            _ => number >= bound,
        };
    }

    static bool IsLike(string value, string expected)
    {
        var parts = expected.Split('*');
        if (parts.Length == 1)
            return value == expected;
        if (value.Length < expected.Length - (parts.Length - 1)
            || !value.StartsWith(parts[0], StringComparison.Ordinal) || !value.EndsWith(parts[^1], StringComparison.Ordinal))
            return false;
        var position = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            position = value.IndexOf(part, position, StringComparison.Ordinal);
            if (position < 0 || position + part.Length > value.Length - parts[^1].Length)
                return false;
            position += part.Length;
        }
        return true;
    }
}
