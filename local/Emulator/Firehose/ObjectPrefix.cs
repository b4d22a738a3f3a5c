using System.Globalization;
using System.Text;

namespace Emulator.Firehose;

/// <summary>
/// Evaluates an S3 prefix with expressions, such as <c>flowlogs/!{timestamp:yyyy/MM/dd/HH}/</c>, for a time and an error type.
/// Source: "Custom prefixes for Amazon S3 objects", Amazon Data Firehose Developer Guide.
/// </summary>
public static class ObjectPrefix
{
    /// <summary>Evaluates a prefix.</summary>
    /// <param name="prefix">The prefix. As in Firehose, <c>yyyy/MM/dd/HH/</c> is appended to a prefix without expressions.</param>
    /// <param name="time">UTC.</param>
    /// <param name="errorOutputType">The value of <c>!{firehose:error-output-type}</c>; null for delivered records.</param>
    /// <exception cref="FormatException">The prefix has an invalid expression.</exception>
    public static string Evaluate(string prefix, DateTimeOffset time, string? errorOutputType = null)
    {
        if (!prefix.Contains("!{", StringComparison.Ordinal))
            return prefix + time.ToString("yyyy/MM/dd/HH/", CultureInfo.InvariantCulture);
        var result = new StringBuilder();
        var rest = prefix.AsSpan();
        while (rest.IndexOf("!{") is >= 0 and var start)
        {
            var length = rest[start..].IndexOf('}');
            if (length < 0)
                throw new FormatException($"the prefix '{prefix}' has an unclosed expression. Write !{{namespace:value}}.");
            result.Append(rest[..start]).Append(Expression(rest.Slice(start + 2, length - 2).ToString(), prefix, time, errorOutputType));
            rest = rest[(start + length + 1)..];
        }
        return result.Append(rest).ToString();
    }

    static string Expression(string expression, string prefix, DateTimeOffset time, string? errorOutputType) =>
        expression.Split(':', 2) switch
        {
            ["timestamp", var pattern] => Timestamp(pattern, prefix, time),
            ["firehose", "error-output-type"] when errorOutputType is not null => errorOutputType,
            ["firehose", "random-string"] => Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())[..11],
            _ => throw new FormatException($"the prefix '{prefix}' has the unsupported expression '{expression}'. Use timestamp, "
                + "firehose:random-string or, for errors, firehose:error-output-type."),
        };

    // Java's DateTimeFormatter: runs of a letter, and text in single quotes.
    static string Timestamp(string pattern, string prefix, DateTimeOffset time)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] == '\'')
            {
                var end = pattern.IndexOf('\'', i + 1);
                if (end < 0)
                    throw new FormatException($"the prefix '{prefix}' has an unclosed quote. Close the quote.");
                result.Append(end == i + 1 ? "'" : pattern[(i + 1)..end]);
                i = end + 1;
                continue;
            }
            var length = 1;
            while (i + length < pattern.Length && pattern[i + length] == pattern[i])
                length++;
            result.Append(char.IsAsciiLetter(pattern[i]) ? Letter(pattern[i], length, prefix, time) : pattern.Substring(i, length));
            i += length;
        }
        return result.ToString();
    }

    static string Letter(char letter, int length, string prefix, DateTimeOffset time)
    {
        var number = (letter, length) switch
        {
            ('y' or 'u', 2) => time.Year % 100,
            ('y' or 'u', _) => time.Year,
            ('M', <= 2) => time.Month, // Three and more are the name of the month.
            ('d', <= 2) => time.Day,
            ('D', <= 3) => time.DayOfYear,
            ('H', <= 2) => time.Hour,
            ('m', <= 2) => time.Minute,
            ('s', <= 2) => time.Second,
            _ => throw new FormatException(
                $"the prefix '{prefix}' has '{new string(letter, length)}' in its timestamp. Local mode supports yyyy, yy, MM, dd, DDD, "
                + $"HH, mm and ss. YYYY is the week-based year."),
        };
        return number.ToString($"D{length}", CultureInfo.InvariantCulture);
    }
}
