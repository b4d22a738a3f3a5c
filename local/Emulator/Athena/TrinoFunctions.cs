namespace Emulator.Athena;

/// <summary>
/// Functions of Athena's engine that queries on flow logs use and that DuckDB has under another name or not at all
/// ("Functions in Amazon Athena"). The others have the same name in both.
/// </summary>
static class TrinoFunctions
{
    public static readonly string[] Macros =
    [
        "from_unixtime(seconds) AS to_timestamp(seconds)",
        "to_unixtime(instant) AS epoch(instant)",
        "from_iso8601_timestamp(iso) AS CAST(iso AS TIMESTAMPTZ)",
        "from_iso8601_date(iso) AS CAST(iso AS DATE)",
        "to_iso8601(instant) AS strftime(instant, '%Y-%m-%dT%H:%M:%S.%gZ')",
        $"date_format(instant, mask) AS strftime(instant, {FromMySql("mask")})",
        "date_add(unit, amount, instant) AS instant + amount * CAST('1 ' || unit AS INTERVAL)",
        "day_of_week(instant) AS isodow(instant)",
        "day_of_year(instant) AS dayofyear(instant)",
        "approx_distinct(value) AS approx_count_distinct(value)",
        "approx_percentile(value, share) AS approx_quantile(value, share)",
        "regexp_like(text, pattern) AS regexp_matches(text, pattern)",
        // A key with hyphens is $["a-b"] there and $."a-b" here.
        """json_extract_scalar(json, path) AS json_extract_string(json, regexp_replace(path, '\["([^"]*)"\]', '."\1"', 'g'))""",
        "array_join(list, separator) AS array_to_string(list, separator)",
        "bitwise_and(a, b) AS a & b",
        "bitwise_or(a, b) AS a | b",
        "bitwise_xor(a, b) AS xor(a, b)",
    ];

    /// <summary>Masks of MySQL's kind, as Athena's date_format has them, in strftime's letters: only minutes, month names and a few others differ.</summary>
    static string FromMySql(string mask)
    {
        (string MySql, string Strftime)[] letters =
        [
            ("%M", "%B"), ("%i", "%M"), ("%s", "%S"), ("%T", "%H:%M:%S"), ("%W", "%A"), ("%h", "%I"), ("%e", "%-d"), ("%c", "%-m"), ("%k", "%-H"), ("%l", "%-I"),
        ];
        return letters.Aggregate(mask, (sql, letter) => $"replace({sql}, '{letter.MySql}', '{letter.Strftime}')");
    }
}
