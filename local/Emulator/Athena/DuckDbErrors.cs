using System.Text.RegularExpressions;

namespace Emulator.Athena;

/// <summary>
/// Turns what DuckDB says while a query runs into Athena's errors. DuckDB's own words name what Athena does not have, so none come through.
/// </summary>
/// <param name="buckets">The folder of the buckets: messages have paths below it as S3 keys.</param>
sealed partial class DuckDbErrors(string buckets)
{
    /// <summary>DuckDB's messages with Athena's; the first match applies.</summary>
    static readonly (Regex Says, string Error)[] Known =
    [
        (Own, "$1: $2"),
        (new(@"Could not parse string ""(.*?)"" according to format"), "INVALID_FUNCTION_ARGUMENT: Invalid format: \"$1\""),
        (new(@"Could not convert string '(.*?)' to (\w+)"), "INVALID_CAST_ARGUMENT: Cannot cast '$1' to $2"),
        (new(@"(?:invalid|timestamp|date|time) (?:field )?.*?""(.*?)"".*(?:format|conver|range)", RegexOptions.IgnoreCase),
            "INVALID_CAST_ARGUMENT: Value cannot be cast: $1"),
        (new(@"outside the range of System"), "NOT_SUPPORTED: A time before the year 1 or after 9999 does not run on this machine"),
        (new(@"Malformed JSON", RegexOptions.IgnoreCase), "INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON"),
        (new(@"More than one row returned by a subquery"), "SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows"),
        (new(@"(?:Overflow|out of range|can't be cast|Could not cast value|too large|exceeds)", RegexOptions.IgnoreCase),
            "NUMERIC_VALUE_OUT_OF_RANGE: A value is out of the range of its type"),
        (new(@"Map keys must be unique"), "INVALID_FUNCTION_ARGUMENT: Duplicate map keys are not allowed"),
        (new(@"Map keys can not be NULL", RegexOptions.IgnoreCase), "INVALID_FUNCTION_ARGUMENT: map key cannot be null"),
        (new(@"(invalid perl operator|missing \)|missing \]|no argument for repetition|invalid escape sequence|bad repetition)[^\n]*",
            RegexOptions.IgnoreCase),
            "INVALID_FUNCTION_ARGUMENT: The regular expression does not run on this machine, which has no lookaround and no back "
            + "references: $0"),
        (new(@"Pattern has \d+ groups. Cannot access group \d+"), "INVALID_FUNCTION_ARGUMENT: $0"),
        (new(@"Could not decode string ""(.*?)"" as base64"), "INVALID_FUNCTION_ARGUMENT: Invalid base64: $1"),
        (new(@"Invalid input for hex digit: (.*)"), "INVALID_FUNCTION_ARGUMENT: Invalid hex character: $1"),
        (new(@"n value must be < (\d+)"), "INVALID_FUNCTION_ARGUMENT: The last argument must be less than $1"),
        (new(@"Argument for ntile must be greater than zero"), "INVALID_FUNCTION_ARGUMENT: Buckets must be greater than 0"),
        (new(@"^Conversion Error: (.*)"), "INVALID_CAST_ARGUMENT: Value cannot be cast"),
        (new(@"^Out of Memory Error"),
            "EXCEEDED_MEMORY_LIMIT: Query exhausted resources at this scale factor. Narrow the time range or select fewer columns."),
        (new(@"^(?:Invalid Input|Out of Range) Error: (.*)"),
            "INVALID_FUNCTION_ARGUMENT: A function got an argument that it does not take"),
    ];

    public AthenaException Explain(Exception error)
    {
        // The statement and a caret below it follow after an empty line.
        var message = error.Message.Split("\n\n")[0].ReplaceLineEndings(" ").Trim();
        if (message.IndexOf(buckets, StringComparison.Ordinal) is >= 0 and var at)
            return new AthenaException($"HIVE_BAD_DATA: Cannot read s3:/{Key(message[(at + buckets.Length)..])}: it is not a complete "
                + "Parquet file", error);
        foreach (var (says, replacement) in Known)
            if (says.Match(message) is { Success: true } match)
                return new AthenaException(match.Result(replacement), error);
        return new AthenaException("NOT_SUPPORTED: Local mode cannot run this query. Athena may run it", error);
    }

    /// <summary>The path up to its closing quote.</summary>
    static string Key(string rest)
    {
        var end = rest.IndexOfAny(['"', '\'']);
        return end < 0 ? rest : rest[..end];
    }

    [GeneratedRegex(@"\b((?:INVALID|DIVISION|NUMERIC|EXCEEDED|NOT_SUPPORTED|GENERIC|HIVE)[A-Z_]*): (.+)$")]
    private static partial Regex Own { get; }
}
