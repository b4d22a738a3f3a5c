using System.Globalization;
using System.Text;

namespace Emulator.Firehose;

/// <summary>
/// An S3 prefix with expressions, such as <c>flowlogs/!{timestamp:yyyy/MM/dd/HH}/</c>, filled in for a time and a kind of error.
/// Source: "Custom prefixes for Amazon S3 objects", Amazon Data Firehose Developer Guide.
/// </summary>
public static class ObjectPrefix
{
    /// <summary>Fills in a prefix.</summary>
    /// <param name="prefix">The prefix; one without expressions gets <c>yyyy/MM/dd/HH/</c> behind it, as Firehose does it.</param>
    /// <param name="time">UTC.</param>
    /// <param name="errorOutputType">What <c>!{firehose:error-output-type}</c> stands for; null for good records.</param>
    /// <exception cref="FormatException">The prefix has an expression that Firehose does not know.</exception>
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
                throw new FormatException($"the prefix '{prefix}' has an expression without an end; it is written !{{namespace:value}}.");
            result.Append(rest[..start]).Append(Expression(rest.Slice(start + 2, length - 2).ToString(), prefix, time, errorOutputType));
            rest = rest[(start + length + 1)..];
        }
        return result.Append(rest).ToString();
    }

    static string Expression(string expression, string prefix, DateTimeOffset time, string? errorOutputType) => expression.Split(':', 2) switch
    {
        ["timestamp", var pattern] => Timestamp(pattern, prefix, time),
        ["firehose", "error-output-type"] when errorOutputType is not null => errorOutputType,
        ["firehose", "random-string"] => Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())[..11],
        _ => throw new FormatException($"the prefix '{prefix}' has the expression '{expression}', which does not belong there."),
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
                    throw new FormatException($"the prefix '{prefix}' has a quote without an end.");
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
            ('M', <= 2) => time.Month, // three and more are its name
            ('d', <= 2) => time.Day,
            ('D', <= 3) => time.DayOfYear,
            ('H', <= 2) => time.Hour,
            ('m', <= 2) => time.Minute,
            ('s', <= 2) => time.Second,
            _ => throw new FormatException(
                $"the prefix '{prefix}' has '{new string(letter, length)}' in its timestamp; local mode knows yyyy, yy, MM, dd, DDD, HH, mm and ss. YYYY is the year that a week belongs to."),
        };
        return number.ToString($"D{length}", CultureInfo.InvariantCulture);
    }
}
