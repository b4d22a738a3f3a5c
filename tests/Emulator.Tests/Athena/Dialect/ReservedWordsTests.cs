using Emulator.Athena.Dialect;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>A reserved word is a name only in double quotes, wherever a name can be, and is accepted wherever it is a keyword.</summary>
public sealed class ReservedWordsTests : IDisposable
{
    static readonly string[] Places =
    [
        "SELECT {0} FROM flow_logs", "SELECT action, {0} FROM flow_logs", "SELECT lower({0}) FROM flow_logs",
        "SELECT f.{0} FROM flow_logs f",
        "SELECT action AS {0} FROM flow_logs", "SELECT action {0} FROM flow_logs", "SELECT 1 FROM flow_logs {0}",
        "SELECT 1 FROM flow_logs AS {0}",
        "SELECT 1 FROM flow_logs WHERE {0} = 'x'", "SELECT 1 FROM flow_logs WHERE 'x' = {0}", "SELECT count(*) FROM flow_logs GROUP BY {0}",
        "SELECT action FROM flow_logs ORDER BY {0}", "SELECT sum(packets) OVER (PARTITION BY {0}) FROM flow_logs",
        "SELECT CASE WHEN action = 'x' THEN {0} END FROM flow_logs", "SELECT transform(ARRAY[1], {0} -> {0}) FROM flow_logs",
        "WITH t AS (SELECT 1 AS a) SELECT a FROM t {0} WHERE a = 1",
    ];

    // Reserved words that are values on their own.
    static readonly string[] Values =
    [
        "NULL", "TRUE", "FALSE", "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_TIME", "CURRENT_USER", "CURRENT_CATALOG", "CURRENT_SCHEMA",
        "CURRENT_PATH", "LOCALTIME", "LOCALTIMESTAMP",
    ];

    readonly TestTable _table = new();

    public ReservedWordsTests() => _table.AddHour(new DateTime(2023, 11, 14, 22, 0, 0, DateTimeKind.Utc));

    public static TheoryData<string> Names => [.. Keywords.Reserved.Except(Values).Select(word => word.ToLowerInvariant())];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reserved_word_is_no_name(string word)
    {
        foreach (var place in Places)
        {
            var sql = string.Format(System.Globalization.CultureInfo.InvariantCulture, place, word);
            Assert.Matches("^(SYNTAX_ERROR: line 1:[0-9]+: mismatched input|NOT_SUPPORTED: line)", _table.ErrorOf(sql));
        }
    }

    [Theory]
    [InlineData("SELECT end FROM flow_logs", "mismatched input 'end'", "\"end\"")]
    [InlineData("SELECT order FROM flow_logs", "mismatched input 'order'", "\"order\"")]
    [InlineData("SELECT action FROM flow_logs WHERE start < end", "mismatched input 'end'", "\"end\"")]
    [InlineData("SELECT first FROM flow_logs", "mismatched input 'first'", "\"first\"")]
    [InlineData("SELECT action FROM flow_logs last", "mismatched input 'last'", "\"last\"")]
    [InlineData("SELECT escape FROM flow_logs", "mismatched input 'escape'", "\"escape\"")]
    [InlineData("SELECT max(end) FROM flow_logs", "mismatched input 'end'", "\"end\"")]
    public void The_message_names_the_word_to_quote(string sql, string error, string hint)
    {
        var message = _table.ErrorOf(sql);
        Assert.Contains(error, message, StringComparison.Ordinal);
        Assert.EndsWith($"rite it in double quotes: {hint}.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT CASE WHEN action = 'x' THEN \"end\" ELSE start END AS \"end\" FROM flow_logs AS \"first\"")]
    [InlineData("SELECT max(\"end\") AS last_end, min(f.\"end\") FROM flow_logs f GROUP BY \"end\" ORDER BY f.\"end\" DESC NULLS FIRST")]
    [InlineData("SELECT action FROM flow_logs ORDER BY action NULLS LAST FETCH FIRST 3 ROWS ONLY")]
    [InlineData("SELECT action FROM flow_logs FETCH FIRST ROW ONLY")]
    [InlineData("SELECT count(*) FROM flow_logs GROUP BY GROUPING SETS ((action), ())")]
    [InlineData("SELECT grouping(action), count(*) FROM flow_logs GROUP BY CUBE (action, dstport)")]
    [InlineData("SELECT count(*) FROM flow_logs GROUP BY ROLLUP (action)")]
    [InlineData("SELECT extract(HOUR FROM start), trim(BOTH ' ' FROM action), normalize(action, NFC), current_date FROM flow_logs")]
    [InlineData("SELECT listagg(action, ',') WITHIN GROUP (ORDER BY start) FROM flow_logs WHERE EXISTS (SELECT 1 FROM flow_logs)")]
    [InlineData("SELECT x FROM flow_logs CROSS JOIN UNNEST(ARRAY[1, 2]) AS t(x)")]
    [InlineData("SELECT x FROM UNNEST(ARRAY[1, 2]) WITH ORDINALITY AS t(x, n)")]
    [InlineData("SELECT last_value(action) IGNORE NULLS OVER (PARTITION BY dstport ORDER BY start) FROM flow_logs")]
    [InlineData("SELECT action FROM flow_logs WHERE action LIKE 'x!%' ESCAPE '!' AND packets BETWEEN 1 AND 2 AND NOT packets IN (1)")]
    [InlineData("SELECT transform(ARRAY[1], x -> x + 1), ROW(1, 2), ARRAY[1], MAP(ARRAY[1], ARRAY[2]), current_timestamp, localtime")]
    [InlineData("SELECT a.action FROM flow_logs a LEFT OUTER JOIN flow_logs b USING (srcaddr) FULL JOIN flow_logs c ON a.start = c.start")]
    [InlineData("(TABLE flow_logs) UNION (SELECT * FROM flow_logs) EXCEPT (TABLE flow_logs)")]
    [InlineData("VALUES (1, 'a'), (2, 'b')")]
    [InlineData("SELECT action AS \"user\", action AS type, action AS date, action AS \"desc\", action AS version, action AS count FROM "
        + "flow_logs")]
    public void A_reserved_word_is_accepted_as_a_keyword(string sql) => _table.Rows(sql);

    [Fact]
    public void A_word_that_only_the_parser_reserves_is_a_name() => Assert.Equal(
        [1, 2, 3, 4],
        Assert.Single(_table.Rows("SELECT offset, limit, t.any, show FROM (VALUES (1, 2, 3, 4)) AS t(offset, limit, any, show) "
            + "WHERE offset = 1 AND limit > offset ORDER BY offset DESC, limit OFFSET 0 LIMIT 5")).Cast<int>());

    public void Dispose() => _table.Dispose();
}
