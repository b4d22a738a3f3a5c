using Emulator.Athena;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>Statements that users try first, and statements of other engines: the same result or the same refusal as in Athena.</summary>
public sealed class DialectTests : IDisposable
{
    static readonly DateTime Hour = new(2023, 11, 14, 22, 0, 0, DateTimeKind.Utc);

    readonly TestTable _table = new();

    public DialectTests() => _table.AddHour(Hour);

    [Theory]
    [InlineData("dstport = 443", "varchar = integer. dstport is varchar: write dstport = '443'.")]
    [InlineData("443 <> dstport", "integer <> varchar. dstport is varchar: write dstport <> '443'.")]
    [InlineData("year = 2023", "varchar = integer. year is varchar: write year = '2023'.")]
    [InlineData("account_id = 012345678901", "varchar = bigint. account_id is varchar: write account_id = '012345678901'.")]
    [InlineData("protocol = '6'", "integer = varchar(1). protocol is integer: write protocol = 6.")]
    [InlineData("start > '2023-11-14'", "timestamp(3) > varchar(10). start is timestamp(3): write start > TIMESTAMP '2023-11-14'.")]
    [InlineData("start >= 1700000000", "timestamp(3) >= integer. start is timestamp(3): write start >= from_unixtime(1700000000).")]
    [InlineData("dstport = protocol", "varchar = integer. dstport is varchar: convert one side with CAST.")]
    public void A_comparison_of_different_types_is_a_type_mismatch(string condition, string expected)
    {
        var message = _table.ErrorOf($"SELECT 1 FROM flow_logs\nWHERE {condition}");
        Assert.Matches("^TYPE_MISMATCH: line 2:[0-9]+: Cannot apply operator: ", message);
        Assert.EndsWith(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dstport IN (22, 443)",
        "IN value and list items must be the same type: varchar and integer. dstport is varchar: write dstport IN ('22', '443').")]
    [InlineData("dstport BETWEEN 1 AND 1023",
        "Cannot check if varchar is BETWEEN integer and integer. dstport is varchar: write dstport BETWEEN '1' AND '1023'.")]
    [InlineData("dstport IN (SELECT protocol FROM flow_logs)",
        "value and result of subquery must be of the same type for IN expression: varchar vs integer. ")]
    [InlineData("dstport + 1 > 2", "Cannot apply operator: varchar + integer. Use || to join texts, and CAST to compute with them.")]
    [InlineData("start + 1 > start", "Cannot apply operator: timestamp(3) + integer. Write + INTERVAL '1' DAY.")]
    [InlineData("srcaddr || srcport || protocol = ''",
        "Cannot apply operator: varchar || integer. protocol is integer: write CAST(protocol AS varchar).")]
    [InlineData("protocol", "WHERE clause must evaluate to a boolean: actual type integer")]
    [InlineData("action AND true", "Logical expression term must evaluate to a boolean: varchar")]
    [InlineData("length(protocol) = 1",
        "Unexpected parameters (integer) for function length. Expected: length(varchar), length(varbinary)")]
    [InlineData("CASE WHEN true THEN dstport ELSE 0 END = '0'", "All CASE results must be the same type: varchar, integer")]
    [InlineData("coalesce(dstport, 0) = '0'", "All COALESCE operands must be the same type: varchar, integer. ")]
    [InlineData("CAST(packets AS timestamp) > start", "Cannot cast bigint to timestamp(3). Use from_unixtime.")]
    [InlineData("protocol LIKE '6'", "Left side of LIKE expression and its pattern must evaluate to a varchar: actual type integer. ")]
    public void Other_combinations_of_types_are_type_mismatches(string condition, string expected)
    {
        var message = _table.ErrorOf($"SELECT 1 FROM flow_logs WHERE {condition}");
        Assert.Matches("^TYPE_MISMATCH: line 1:[0-9]+: ", message);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT srcaddr FROM flow_logs UNION SELECT protocol FROM flow_logs",
        "TYPE_MISMATCH: line 1:44: column 1 in UNION query has incompatible types")]
    [InlineData("SELECT action AS a, count(*) FROM flow_logs GROUP BY a", "COLUMN_NOT_FOUND: line 1:54: Column 'a' cannot be resolved")]
    [InlineData("SELECT count(*) AS n FROM flow_logs GROUP BY action HAVING n > 1",
        "COLUMN_NOT_FOUND: line 1:60: Column 'n' cannot be resolved")]
    [InlineData("SELECT packets AS p FROM flow_logs WHERE p > 1", "COLUMN_NOT_FOUND: line 1:42: Column 'p' cannot be resolved")]
    [InlineData("SELECT srcaddr, count(*) FROM flow_logs", "EXPRESSION_NOT_AGGREGATE: line 1:8: 'srcaddr' must be an aggregate expression")]
    [InlineData("SELECT 1 FROM flow_logs WHERE action ILIKE 'r%'", "SYNTAX_ERROR: line 1:38: mismatched input 'ILIKE'. Use lower(x) LIKE")]
    [InlineData("SELECT protocol::varchar FROM flow_logs", "SYNTAX_ERROR: line 1:16: mismatched input '::'")]
    [InlineData("SELECT DISTINCT ON (action) action FROM flow_logs", "SYNTAX_ERROR: line 1:21: mismatched input 'ON'")]
    [InlineData("SELECT 1 FROM flow_logs LIMIT 1 OFFSET 1",
        "SYNTAX_ERROR: line 1:33: mismatched input 'OFFSET'. Write OFFSET before LIMIT.")]
    [InlineData("FROM flow_logs SELECT action", "SYNTAX_ERROR: line 1:1: mismatched input 'FROM'")]
    [InlineData("SELECT * FROM (FROM flow_logs)", "SYNTAX_ERROR: line 1:16: mismatched input 'FROM'")]
    [InlineData("SELECT action FROM flow_logs QUALIFY row_number() OVER () = 1", "SYNTAX_ERROR: line 1:59: mismatched input 'QUALIFY'")]
    [InlineData("SELECT * EXCLUDE (action) FROM flow_logs", "SYNTAX_ERROR: line 1:8: mismatched input 'EXCLUDE'")]
    [InlineData("SELECT COLUMNS('a.*') FROM flow_logs", "FUNCTION_NOT_FOUND: line 1:8: Function 'columns' not registered")]
    [InlineData("SELECT action, count(*) FROM flow_logs GROUP BY ALL", "SYNTAX_ERROR: mismatched input 'ALL'")]
    [InlineData("SELECT action FROM flow_logs ORDER BY ALL", "SYNTAX_ERROR: line 1:39: mismatched input 'ALL'")]
    [InlineData("SELECT action, FROM flow_logs", "SYNTAX_ERROR: line 1:16: mismatched input 'FROM'")]
    [InlineData("SELECT {'a': 1}", "SYNTAX_ERROR: line 1:8: mismatched input '{'")]
    [InlineData("SELECT [1, 2]", "SYNTAX_ERROR: line 1:8: mismatched input '['. Write ARRAY[...].")]
    [InlineData("SELECT 2 ** 3", "SYNTAX_ERROR: line 1:10: mismatched input '**'. Use power(x, y).")]
    [InlineData("SELECT 5 // 2", "SYNTAX_ERROR: line 1:10: mismatched input '//'. Use / on integers.")]
    [InlineData("SELECT 1 == 1", "SYNTAX_ERROR: line 1:10: mismatched input '=='. Use =.")]
    [InlineData("SELECT current_timestamp - INTERVAL 14 DAY", "SYNTAX_ERROR: line 1:37: mismatched input '14'")]
    [InlineData("SELECT current_timestamp - INTERVAL '14 days'", "SYNTAX_ERROR: line 1:46: mismatched input '<EOF>'")]
    [InlineData("SELECT CAST(1 AS text)", "TYPE_MISMATCH: line 1:18: Unknown type: text")]
    [InlineData("SELECT `action` FROM flow_logs",
        "SYNTAX_ERROR: line 1:8: backquoted identifiers are not supported. Use double quotes: \"action\".")]
    [InlineData("SELECT action FROM flow_logs UNION BY NAME SELECT action FROM flow_logs", "SYNTAX_ERROR: mismatched input 'BY'")]
    [InlineData("SELECT a.srcaddr FROM flow_logs a SEMI JOIN flow_logs b ON a.srcaddr = b.srcaddr",
        "SYNTAX_ERROR: line 1:35: mismatched input 'SEMI'")]
    [InlineData("SELECT x FROM flow_logs", "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved")]
    [InlineData("SELECT srcadr FROM flow_logs", "Did you mean srcaddr?")]
    [InlineData("SELECT action FROM flow_logs a JOIN flow_logs b ON a.srcaddr = b.srcaddr",
        "AMBIGUOUS_NAME: line 1:8: Column 'action' is ambiguous")]
    [InlineData("SELECT * FROM other.flow_logs", "SCHEMA_NOT_FOUND: line 1:15: Schema 'other' does not exist")]
    [InlineData("SELECT strftime(start, '%Y') FROM flow_logs",
        "FUNCTION_NOT_FOUND: line 1:8: Function 'strftime' not registered. Use date_format")]
    [InlineData("SELECT string_agg(action, ',') FROM flow_logs",
        "FUNCTION_NOT_FOUND: line 1:8: Function 'string_agg' not registered. Use listagg")]
    [InlineData("SELECT epoch(start) FROM flow_logs", "FUNCTION_NOT_FOUND: line 1:8: Function 'epoch' not registered. Use to_unixtime(x).")]
    [InlineData("SELECT max(count(*)) FROM flow_logs", "NESTED_AGGREGATION: line 1:12: ")]
    [InlineData("SELECT 1 FROM flow_logs WHERE count(*) > 1", "EXPRESSION_NOT_SCALAR: line 1:31: WHERE clause cannot contain aggregations")]
    [InlineData("SELECT count(DISTINCT srcaddr) OVER (PARTITION BY dstport) FROM flow_logs",
        "NOT_SUPPORTED: line 1:8: DISTINCT in window function parameters not yet supported: count")]
    [InlineData("EXPLAIN (FORMAT JSON) SELECT 1", "NOT_SUPPORTED: line 1:17: EXPLAIN (FORMAT JSON) does not run on this machine")]
    [InlineData("EXPLAIN (TYPE LOGICAL, TYPE IO) SELECT 1", "NOT_SUPPORTED: line 1:29: EXPLAIN (TYPE IO) does not run")]
    [InlineData("EXPLAIN (COSTS) SELECT 1", "SYNTAX_ERROR: line 1:10: mismatched input 'COSTS'. The options are TYPE and FORMAT.")]
    [InlineData("EXPLAIN (TYPE VALIDATE) SELECT x FROM flow_logs", "COLUMN_NOT_FOUND: line 1:32: Column 'x' cannot be resolved")]
    [InlineData("SELECT packets FROM flow_logs ORDER BY packets FETCH FIRST 3 ROWS WITH TIES",
        "NOT_SUPPORTED: line 1:67: FETCH FIRST ... WITH TIES does not run on this machine")]
    [InlineData("SELECT 1 AS end", "SYNTAX_ERROR: line 1:13: mismatched input 'end'. end is a reserved word. Write it in double quotes")]
    [InlineData("SELECT f.end FROM flow_logs f", "SYNTAX_ERROR: line 1:10: mismatched input 'end'. end is a reserved word.")]
    [InlineData("SELECT 0x1G", "SYNTAX_ERROR: line 1:8: mismatched input '0x1G'")]
    [InlineData("SELECT listagg(action, dstport) FROM flow_logs", "SYNTAX_ERROR: line 1:24: mismatched input 'dstport'")]
    [InlineData("SELECT approx_percentile(packets, packets * 0.1) FROM flow_logs",
        "NOT_SUPPORTED: line 1:43: approx_percentile needs a literal as its argument 2")]
    [InlineData("SELECT ngrams(ARRAY[1], 1)", "NOT_SUPPORTED: line 1:8: The function ngrams does not run on this machine")]
    [InlineData("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t",
        "NOT_SUPPORTED: line 1:6: WITH RECURSIVE does not run")]
    public void A_statement_that_Athena_refuses_is_refused(string sql, string expected)
    {
        var message = _table.ErrorOf(sql);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotMatch("Binder|Candidate|Catalog Error|Parser Error|DuckDB", message);
    }

    [Theory]
    [InlineData("SELECT 'abc FROM flow_logs", "SYNTAX_ERROR: line 1:8: the text that begins here has no closing '")]
    [InlineData("SELECT \"abc FROM flow_logs", "SYNTAX_ERROR: line 1:8: the name that begins here has no closing \"")]
    [InlineData("SELECT /* abc", "SYNTAX_ERROR: line 1:8: the comment that begins here has no end")]
    [InlineData("SELECT", "SYNTAX_ERROR: line 1:7: mismatched input '<EOF>'. A column or * follows SELECT.")]
    [InlineData("SELECT FROM flow_logs", "SYNTAX_ERROR: line 1:8: mismatched input 'FROM'. A column or * follows SELECT.")]
    [InlineData("SELECT srcaddr dstaddr action FROM flow_logs",
        "SYNTAX_ERROR: line 1:24: mismatched input 'action'. A comma, an operator or a keyword before action is missing or misspelled.")]
    [InlineData("SELECT srcaddr FORM flow_logs", "SYNTAX_ERROR: line 1:21: mismatched input 'flow_logs'. A comma, an operator or a keyword")]
    [InlineData("SELECT srcaddr FROM flow_logs WERE packets > 1", "SYNTAX_ERROR: line 1:36: mismatched input 'packets'. A comma, ")]
    [InlineData("SELECT srcaddr FROM flow_logs LIMIT -1", "SYNTAX_ERROR: line 1:37: LIMIT takes a whole number")]
    [InlineData("SELECT srcaddr FROM flow_logs LIMIT 10, 20", "SYNTAX_ERROR: line 1:39: mismatched input ','. Write OFFSET 10 LIMIT 20.")]
    [InlineData("SELECT rank() OVER (packets) FROM flow_logs", "SYNTAX_ERROR: line 1:21: Cannot resolve WINDOW name packets")]
    [InlineData("SELECT srcaddr FROM flow_logs ORDER BY count(*)",
        "EXPRESSION_NOT_AGGREGATE: line 1:8: 'srcaddr' must be an aggregate expression or appear in GROUP BY clause")]
    [InlineData("SELECT timestamp(start) FROM flow_logs",
        "FUNCTION_NOT_FOUND: line 1:8: Function 'timestamp' not registered. Use CAST(x AS timestamp).")]
    [InlineData("SELECT 1 FROM flow_logs WHERE srcaddr ~ '^10'",
        "SYNTAX_ERROR: line 1:39: mismatched input '~'. Use regexp_like(x, 'pattern').")]
    [InlineData("SELECT 1 FROM flow_logs WHERE srcaddr RLIKE '^10'",
        "SYNTAX_ERROR: line 1:39: mismatched input 'RLIKE'. Use regexp_like(x, 'pattern').")]
    [InlineData("SELECT 1 FROM flow_logs TABLESAMPLE 10 PERCENT",
        "SYNTAX_ERROR: line 1:37: mismatched input '10'. Use TABLESAMPLE BERNOULLI (percent).")]
    [InlineData("SELECT 1 FROM flow_logs WHERE (packets > 1) IS NOT TRUE",
        "SYNTAX_ERROR: line 1:52: mismatched input 'TRUE'. Compare with =, or write the condition alone.")]
    [InlineData("SELECT approx_percentile(bytes, packets, 0.5) FROM flow_logs",
        "NOT_SUPPORTED: line 1:8: approx_percentile with weights does not run on this machine")]
    [InlineData("SELECT rank() OVER w FROM flow_logs", "SYNTAX_ERROR: line 1:20: Cannot resolve WINDOW name w")]
    [InlineData("SELECT * FROM flow_logs LIMIT", "SYNTAX_ERROR: line 1:30: mismatched input '<EOF>'")]
    [InlineData("SELECT regexp_extract(dstaddr, '(1)', 2) FROM flow_logs",
        "INVALID_FUNCTION_ARGUMENT: Pattern has 1 groups. Cannot access group 2")]
    [InlineData("SELECT regexp_extract('a', '(a)', 12)", "INVALID_FUNCTION_ARGUMENT: Pattern has 1 groups. Cannot access group 12")]
    [InlineData("SELECT regexp_extract('a', '(a)', -1)", "INVALID_FUNCTION_ARGUMENT: Group cannot be negative")]
    [InlineData("SELECT json_extract('{}', 'a.b')", "INVALID_FUNCTION_ARGUMENT: line 1:27: Invalid JSON path: 'a.b'")]
    [InlineData("SELECT json_extract_scalar('{}', '$.a[*]')", "INVALID_FUNCTION_ARGUMENT: line 1:34: Invalid JSON path: '$.a[*]'")]
    [InlineData("SELECT json_size('{}', '$.a-b')", "INVALID_FUNCTION_ARGUMENT: line 1:24: Invalid JSON path: '$.a-b'")]
    [InlineData("SELECT ifnull(srcaddr, 'x') FROM flow_logs",
        "FUNCTION_NOT_FOUND: line 1:8: Function 'ifnull' not registered. Use coalesce(a, b).")]
    [InlineData("SELECT * FROM 'flow_logs'",
        "SYNTAX_ERROR: line 1:15: mismatched input ''flow_logs''. Write a name in double quotes: \"flow_logs\".")]
    [InlineData("SELECT 1 FROM flow_logs WHERE srcaddr NOT NULL", "SYNTAX_ERROR: line 1:39: mismatched input 'NOT'. Use IS NOT NULL.")]
    [InlineData("SELECT 1 FROM flow_logs WHERE srcaddr IN '10.0.0.1'", "SYNTAX_ERROR: line 1:42: mismatched input ''10.0.0.1''")]
    [InlineData("SELECT 1 FROM flow_logs WHERE action = ACCEPT",
        "COLUMN_NOT_FOUND: line 1:40: Column 'ACCEPT' cannot be resolved or requester is not authorized to access requested resources. A text "
        + "is written in single quotes: 'ACCEPT'.")]
    [InlineData("SELECT srcaddr FROM flow_logs GROUP BY dstaddr",
        "EXPRESSION_NOT_AGGREGATE: line 1:8: 'srcaddr' must be an aggregate expression or appear in GROUP BY clause")]
    [InlineData("SELECT sum(srcaddr) FROM flow_logs", "TYPE_MISMATCH: line 1:8: Unexpected parameters (varchar) for function sum.")]
    [InlineData("SELECT date_trunc('hours', start) FROM flow_logs",
        "INVALID_FUNCTION_ARGUMENT: line 1:19: 'hours' is not a valid TIMESTAMP field")]
    [InlineData("SELECT CAST(dstport) FROM flow_logs", "SYNTAX_ERROR: line 1:20: mismatched input ')'")]
    [InlineData("SELECT (SELECT srcaddr, dstaddr FROM flow_logs)", "SYNTAX_ERROR: line 1:8: Multiple columns returned by subquery")]
    public void A_typical_mistake_has_an_error_with_name_position_and_hint(string sql, string expected)
    {
        var message = _table.ErrorOf(sql);
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.DoesNotMatch("Binder|Candidate|Catalog Error|Parser Error|DuckDB|This machine cannot", message);
    }

    [Theory]
    [InlineData("SELECT 1 / 0", "DIVISION_BY_ZERO: Division by zero")]
    [InlineData("SELECT packets % (packets - packets) FROM flow_logs", "DIVISION_BY_ZERO: Division by zero")]
    [InlineData("SELECT CAST('1.5' AS integer)", "INVALID_CAST_ARGUMENT: Cannot cast '1.5' to INT")]
    [InlineData("SELECT CAST(srcaddr AS bigint) FROM flow_logs", "INVALID_CAST_ARGUMENT: Cannot cast '10.0.0.0' to BIGINT")]
    [InlineData("SELECT 9223372036854775807 + packets FROM flow_logs", "NUMERIC_VALUE_OUT_OF_RANGE: ")]
    [InlineData("SELECT sum(bytes) FROM flow_logs", "NUMERIC_VALUE_OUT_OF_RANGE: ")]
    [InlineData("SELECT date_parse(srcaddr, '%Y') FROM flow_logs", "INVALID_FUNCTION_ARGUMENT: Invalid format: \"10.0.0.0\"")]
    [InlineData("SELECT CAST('10.0.0.999' AS ipaddress)", "INVALID_CAST_ARGUMENT: Cannot cast value to IPADDRESS: 10.0.0.999")]
    [InlineData("SELECT CAST(bytes AS varchar(3)) FROM flow_logs",
        "INVALID_CAST_ARGUMENT: Value 9223372036854775807 cannot be represented as varchar(3)")]
    [InlineData("SELECT CAST(true AS varchar(3))", "INVALID_CAST_ARGUMENT: Value true cannot be represented as varchar(3)")]
    [InlineData("SELECT CAST(JSON '[1, 2]' AS ROW(a integer))", "INVALID_CAST_ARGUMENT: Cannot cast to row")]
    [InlineData("SELECT ARRAY[1][2]", "INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length")]
    [InlineData("SELECT json_parse('{')", "INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON")]
    [InlineData("SELECT (SELECT packets FROM flow_logs)", "SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows")]
    [InlineData("SELECT regexp_like(srcaddr, '(?=1)') FROM flow_logs",
        "INVALID_FUNCTION_ARGUMENT: The regular expression does not run on this machine")]
    [InlineData("SELECT lag(packets, -1) OVER () FROM flow_logs", "INVALID_FUNCTION_ARGUMENT: Offset must be at least 0")]
    [InlineData("SELECT nth_value(packets, 0) OVER () FROM flow_logs", "INVALID_FUNCTION_ARGUMENT: Offset must be at least 1")]
    [InlineData("SELECT ntile(0) OVER () FROM flow_logs", "INVALID_FUNCTION_ARGUMENT: Buckets must be greater than 0")]
    [InlineData("SELECT from_hex(srcaddr) FROM flow_logs", "INVALID_FUNCTION_ARGUMENT: Invalid hex character")]
    [InlineData("SELECT from_base64(srcaddr) FROM flow_logs", "INVALID_FUNCTION_ARGUMENT: Invalid base64")]
    [InlineData("SELECT sequence(1, 1000000)",
        "INVALID_FUNCTION_ARGUMENT: result of sequence function must not have more than 10000 entries")]
    public void A_failing_query_has_Athenas_error_name(string sql, string expected) =>
        Assert.StartsWith(expected, _table.ErrorOf(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("min(start) AT TIME ZONE 'America/New_York'", "2023-11-14 17:00:00.000 America/New_York")]
    [InlineData("at_timezone(min(start), '+09:00')", "2023-11-15 07:00:00.000 +09:00")]
    [InlineData("hour(min(start) AT TIME ZONE 'Asia/Tokyo')", "7")]
    [InlineData("date_diff('hour', timestamp '2023-01-01 10:59:00', timestamp '2023-01-01 11:01:00')", "0")]
    [InlineData("regexp_replace('10.0.0.5', '\\d', 'x')", "xx.x.x.x")]
    [InlineData("concat(max(unparsed), ':', 'x')", null)]
    [InlineData("greatest(1, NULL)", null)]
    [InlineData("count_if(contains('10.0.0.0/30', cast(srcaddr AS ipaddress)))", "4")]
    [InlineData("count_if(CAST(srcaddr AS IPADDRESS) > IPADDRESS '10.0.0.7')", "2")]
    [InlineData("count_if(contains('10.0.0.0/8', IPADDRESS '11.0.0.1'))", "0")]
    [InlineData("date_parse('14/Nov/2023', '%d/%b/%Y')", "2023-11-14 00:00:00.000")]
    [InlineData("parse_datetime('2023-11-14 22', 'yyyy-MM-dd HH')", "2023-11-14 22:00:00.000 UTC")]
    [InlineData("format_datetime(min(start), 'EEE, d MMM yyyy')", "Tue, 14 Nov 2023")]
    [InlineData("cardinality(array_agg(DISTINCT dstport))", "2")]
    [InlineData("map_agg(dstport, protocol)['22']", "6")]
    [InlineData("array_join(sequence(1, 4), '-')", "1-2-3-4")]
    [InlineData("listagg(dstport, ',') WITHIN GROUP (ORDER BY dstport)", "22,22,22,22,22,443,443,443,443,443")]
    [InlineData("array_join(ARRAY[1, NULL, 3], srcport)", "1400003")]
    [InlineData("array_join(ARRAY[1, NULL, 3], srcport, account_id)", "140000012345678901400003")]
    [InlineData("concat_ws(srcport, ARRAY['a', NULL, 'b'])", "a40000b")]
    [InlineData("concat_ws(unparsed, ARRAY['a', NULL, 'b'])", null)]
    [InlineData("split(dstaddr, substr(dstaddr, 3, 1), version + 1)", "[10, 0, 1.1]")]
    [InlineData("regexp_extract(dstaddr, '(\\d+)[.](\\d+)', version - 1)", "10")]
    [InlineData("sum(IF(action = 'REJECT', 1, 0)) * 100.0 / count(*)", "50.0")]
    [InlineData("count_if((srcaddr, dstport) IN (SELECT srcaddr, dstport FROM flow_logs WHERE dstport = '22'))", "5")]
    [InlineData("regexp_extract(dstaddr, '(x)|(0)', 1)", null)]
    [InlineData("regexp_extract(dstaddr, '(\\d)(x*)', 2)", "")]
    [InlineData("regexp_extract('x' || dstaddr, '(y)')", null)]
    [InlineData("json_extract_scalar('{' || dstaddr, '$.a')", null)]
    [InlineData("json_extract_scalar('{\"a\":[{\"b c\":\"' || dstaddr || '\"}]}', '$.a[0][\"b c\"]')", "10.0.1.1")]
    [InlineData("regexp_count('1a 2b 14m', '\\s*[a-z]+\\s*')", "3")]
    [InlineData("checksum(version)", "20ae812e33f239d3")]
    [InlineData("max(\"$path\")", "s3://flow-logs/flowlogs/2023/11/14/22/part-1.parquet")]
    [InlineData("sum(packets) * 1e0", "45.0")]
    [InlineData("1e7 + 0.1e0", "1.00000001E7")]
    [InlineData("cast(1e0 as varchar)", "1.0E0")]
    [InlineData("avg(packets)", "4.5")]
    [InlineData("7 / 2", "3")]
    [InlineData("typeof(min(start))", "timestamp(3)")]
    [InlineData("typeof(max(bytes))", "bigint")]
    [InlineData("try(1 / (version - 2))", null)]
    [InlineData("try_cast(srcaddr AS bigint)", null)]
    [InlineData("if(count(*) > 5, 'many')", "many")]
    [InlineData("(SELECT count(*) FROM flow_logs WHERE dstport IN ('22', '80'))", "5")]
    [InlineData("(SELECT count(*) FROM flow_logs WHERE NOT (dstport IN ('22', '80')))", "5")]
    [InlineData("(SELECT count(*) FROM flow_logs WHERE unparsed IN ('a', 'b') IS NULL)", "10")]
    [InlineData("(SELECT count(*) FROM flow_logs WHERE unparsed NOT IN ('a', 'b') IS NULL)", "10")]
    public void An_expression_has_the_value_of_Athena(string expression, string? expected) =>
        Assert.Equal(expected, _table.Value($"SELECT DISTINCT {expression} FROM flow_logs"));

    [Fact]
    public void An_unpaired_surrogate_is_refused() =>
        Assert.Equal("SYNTAX_ERROR: The statement has a character that is not valid Unicode", _table.ErrorOf($"SELECT '{(char)0xD800}'"));

    [Fact]
    public void Columns_without_a_name_are_numbered()
    {
        using var result = _table.Engine.Query(
            "SELECT count(*), sum(packets) AS p, max(start), min(action) FROM flow_logs", TestContext.Current.CancellationToken);
        Assert.Equal(["_col0:bigint", "p:bigint", "_col2:timestamp", "_col3:varchar"],
            result.Columns.Select(column => $"{column.Name}:{column.Type}"));
    }

    [Theory]
    [InlineData("SELECT * FROM \"flow_logs$partitions\"", "2023|11|14|22")]
    [InlineData("SHOW TABLES", "flow_logs")]
    [InlineData("SHOW TABLES IN vpc_flow_logs 'flow*'", "flow_logs")]
    [InlineData("SHOW DATABASES LIKE 'x*'", null)]
    [InlineData("SELECT table_name FROM information_schema.views", null)]
    [InlineData("EXPLAIN (TYPE VALIDATE) SELECT action FROM flow_logs", "True")]
    [InlineData("SHOW COLUMNS IN vpc_flow_logs.flow_logs", "version             ")]
    [InlineData("SHOW CREATE TABLE flow_logs", "CREATE EXTERNAL TABLE `vpc_flow_logs.flow_logs`(")]
    [InlineData("DESCRIBE flow_logs start", "start               |timestamp           |                    ")]
    [InlineData("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'flow_logs' ORDER BY ordinal_position",
        "version|integer")]
    public void The_catalog_statements_have_Athenas_form(string sql, string? first) =>
        Assert.Equal(first, _table.Rows(sql).Select(row => string.Join('|', row)).FirstOrDefault());

    public void Dispose() => _table.Dispose();
}
