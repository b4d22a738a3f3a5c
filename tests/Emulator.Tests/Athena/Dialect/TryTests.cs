using System.Globalization;
using DuckDB.NET.Data;
using Emulator.Athena;
using Emulator.Athena.Dialect;
using Emulator.S3;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>
/// Evaluates TRY over many rows, some of which fail, and expects for each row the result that it has alone. The file's columns have
/// dictionaries, because DuckDB computes a function once for each value of a dictionary.
/// </summary>
public sealed class TryTests : IDisposable
{
    // More than the 2,048 rows that DuckDB computes together.
    const int Records = 2100;

    // A row that fails costs an exception, so that functions get fewer rows than other expressions.
    const int RecordsOfFunctions = 210;

    // Each column repeats its values in its own order. A row is one of this many.
    const int Kinds = 14;

    static readonly string[] Texts =
    [
        "NULL", "''", "'12'", "'-5'", "'abc'", "'10.0.0.1'", "'10.0.0.0/8'", "'2023-01-02'", "'{\"a\": [1]}'", "'[1, 2]'",
        "'http://a.b:8080/c?d=e'", "'1.5h'", "'%zz('", "'616'",
    ];

    static readonly string[] Numbers =
    [
        "0", "1", "-1", "3", "64", "65", "9223372036854775807", "-9223372036854775808", "36", "100000", "2", "NULL", "7", "1700000000",
    ];

    /// <summary>Arguments of the functions that check them in code, for which the table has no signature.</summary>
    static readonly Dictionary<string, string[]> Calls = new()
    {
        ["ceil"] = ["CAST(packets AS double)"],
        ["ceiling"] = ["CAST(packets AS decimal(38,0))"],
        ["floor"] = ["CAST(packets AS real)"],
        ["round"] = ["packets, protocol"],
        ["truncate"] = ["packets, protocol"],
        ["mod"] = ["packets, bytes"],
        ["substr"] = ["srcaddr, packets, bytes"],
        ["substring"] = ["srcaddr, packets"],
        ["concat_ws"] = ["',', srcaddr, dstaddr", "',', ARRAY[srcaddr, dstaddr]"],
        ["split"] = ["srcaddr, dstaddr", "srcaddr, '.', bytes"],
        ["position"] = ["srcaddr IN dstaddr"],
        ["array_join"] = ["ARRAY[packets / bytes, 1], ','", "ARRAY[srcaddr, dstaddr], ',', srcport"],
        ["array_sort"] = ["ARRAY[packets / bytes, 1]"],
        ["regexp_extract"] = ["srcaddr, dstaddr", "srcaddr, '([a-z])([0-9])', 2"],
        ["regexp_extract_all"] = ["srcaddr, dstaddr", "srcaddr, '([a-z])([0-9])', 2"],
        ["split_part"] = ["srcaddr, '.', packets"],
        ["map_concat"] = ["MAP(ARRAY['a', srcaddr], ARRAY[packets, bytes]), MAP(ARRAY[dstaddr], ARRAY[7])"],
        ["element_at"] = ["ARRAY[packets, 7], bytes", "MAP(ARRAY['a', srcaddr], ARRAY[packets, bytes]), dstaddr"],
        ["normalize"] = ["srcaddr"],
        ["format"] = ["'%d %s %,.2f', packets, srcaddr, bytes"],
        ["regexp_replace"] = ["srcaddr, '[0-9]', dstaddr"],
        ["date"] = ["srcaddr", "start"],
        ["date_trunc"] = ["'month', start"],
        ["date_add"] = ["'day', protocol, CAST(start AS date)", "'second', protocol, start"],
        ["date_diff"] = ["'second', start, \"end\""],
        ["date_format"] = ["start, '%Y'"],
        ["format_datetime"] = ["start, 'yyyy'"],
        ["date_parse"] = ["srcaddr, '%Y-%m-%d'"],
        ["parse_datetime"] = ["srcaddr, 'yyyy-MM-dd'"],
        ["at_timezone"] = ["start, 'Asia/Tokyo'"],
        ["with_timezone"] = ["start, 'Asia/Tokyo'"],
        ["from_unixtime"] = ["CAST(packets AS double), 'Asia/Tokyo'"],
        ["from_iso8601_timestamp"] = ["srcaddr"],
        ["to_iso8601"] = ["start"],
        ["timezone_hour"] = ["at_timezone(start, 'Asia/Tokyo')"],
        ["timezone_minute"] = ["at_timezone(start, 'Asia/Tokyo')"],
        ["greatest"] = ["packets / bytes, 1"],
        ["least"] = ["packets / bytes, 1"],
        ["nullif"] = ["packets / bytes, 1"],
        ["if"] = ["packets > 1, packets / bytes, 1"],
        ["typeof"] = ["packets"],
        ["json_extract"] = ["srcaddr, '$.a'"],
        ["json_extract_scalar"] = ["srcaddr, '$.a'"],
        ["json_size"] = ["srcaddr, '$.a'"],
        ["sequence"] = ["packets, bytes, protocol", "start, \"end\", INTERVAL '1' HOUR"],
        ["reduce"] = ["ARRAY[packets, bytes], BIGINT '100', (s, x) -> s / x, s -> s"],
        ["zip"] = ["ARRAY[packets / bytes], ARRAY[srcaddr, dstaddr]"],
        ["zip_with"] = ["ARRAY[packets, bytes], ARRAY[bytes, packets], (x, y) -> x / y"],
    };

    static readonly string[] NotPure = ["rand", "random", "uuid", "now"];

    readonly TestTable _table = new();
    readonly DuckDBConnection _connection = DuckDbSession.Open();

    public TryTests()
    {
        var hour = new DateTime(2023, 11, 14, 22, 0, 0, DateTimeKind.Utc);
        string Of(string[] values, int turn) => $"[{string.Join(", ", values)}][1 + (i + {turn}) % {Kinds}]";
        TestTable.WriteParquet(Path.Combine(_table.FolderOf(hour), "part-1.parquet"), $"""
            SELECT CAST(i % {Kinds} AS INTEGER) AS version, {Of(Texts, 0)} AS srcaddr, {Of(Texts, 5)} AS dstaddr, {Of(Texts, 8)} AS srcport,
                CAST({Of(Numbers, 3)} AS BIGINT) AS packets, CAST({Of(Numbers, 9)} AS BIGINT) AS bytes, CAST(i % {Kinds} % 5 - 3 AS INTEGER) AS protocol,
                TIMESTAMPTZ '2023-11-14 22:00:00+00' + i % {Kinds} * INTERVAL 1 MINUTE AS start, TIMESTAMPTZ '2024-01-31 22:00:00+00' AS "end"
            FROM range({Records / Kinds * Kinds}) AS numbers(i)
            """);
        _table.Engine.Catalog.Add([TestTable.Hour(hour)], ifNotExists: true);
        var buckets = new LocalBuckets(_table.Folder);
        var partitions = _table.Engine.Catalog.Partitions();
        var files = TableFiles.List(partitions, TestTable.Definition.PartitionKeys, buckets);
        var query = new Translation("TRY(", []);
        DuckDbSession.Execute(_connection, DuckDbSession.Settings(TestTable.Definition, files, [_table.Folder], query));
        DuckDbSession.Prepare(
            _connection, TestTable.Definition, files, buckets.Root, query, TestContext.Current.CancellationToken);
    }

    public static TheoryData<string> Topics => [.. Scalars.Select(entry => entry.Topic).Distinct()];

    static IEnumerable<FunctionEntry> Scalars => FunctionTable.All.Where(entry => entry.Kind == FunctionKind.Scalar && !entry.IsMissing);

    [Theory]
    [MemberData(nameof(Topics))]
    public void TRY_of_a_function_gives_each_row_its_own_result(string topic)
    {
        var wrong = new List<string>();
        foreach (var entry in Scalars.Where(entry => entry.Topic == topic && !NotPure.Contains(entry.Name)))
            foreach (var arguments in Calls.TryGetValue(entry.Name, out var calls) ? calls : [ArgumentsOf(entry.Signature!)])
                AssertTried($"{entry.Name}({arguments})", $"(SELECT * FROM flow_logs LIMIT {RecordsOfFunctions})", wrong);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [InlineData("packets / bytes")]
    [InlineData("packets % bytes")]
    [InlineData("packets * bytes")]
    [InlineData("packets + 1")]
    [InlineData("-packets")]
    [InlineData("CAST(packets AS decimal(20,0)) / bytes")]
    [InlineData("CAST(srcaddr AS bigint)")]
    [InlineData("CAST(srcaddr AS tinyint)")]
    [InlineData("CAST(srcaddr AS double)")]
    [InlineData("CAST(srcaddr AS boolean)")]
    [InlineData("CAST(srcaddr AS date)")]
    [InlineData("CAST(srcaddr AS timestamp)")]
    [InlineData("CAST(srcaddr AS ipaddress)")]
    [InlineData("CAST(CAST(srcaddr AS ipaddress) AS varchar)")]
    [InlineData("CAST(packets AS smallint)")]
    [InlineData("CAST(CAST(packets AS double) AS integer)")]
    [InlineData("CAST(json_parse(srcaddr) AS map(varchar, array(integer)))")]
    [InlineData("CAST(ARRAY[srcaddr, dstaddr] AS array(bigint))")]
    [InlineData("CAST(ROW(srcaddr, packets) AS ROW(a bigint, b tinyint))")]
    [InlineData("ARRAY[srcaddr, dstaddr][packets]")]
    [InlineData("MAP(ARRAY['12', 'abc'], ARRAY[1, 2])[srcaddr]")]
    [InlineData("CASE WHEN packets > 1 THEN CAST(srcaddr AS bigint) ELSE packets / bytes END")]
    [InlineData("CASE srcaddr WHEN 'abc' THEN dstaddr ELSE CAST(CAST(srcport AS bigint) AS varchar) END")]
    [InlineData("coalesce(CAST(srcaddr AS bigint), packets / bytes, 5)")]
    [InlineData("coalesce(CAST(CAST(srcaddr AS ipaddress) AS varchar), dstaddr)")]
    [InlineData("coalesce(TRY(CAST(srcaddr AS bigint)), CAST(dstaddr AS bigint))")]
    [InlineData("TRY(url_decode(srcaddr)) || CAST(CAST(dstaddr AS bigint) AS varchar)")]
    [InlineData("transform(ARRAY[srcaddr, dstaddr], x -> TRY(CAST(x AS bigint)))")]
    [InlineData("transform(ARRAY[srcaddr, dstaddr], x -> CAST(x AS bigint) / packets)")]
    [InlineData("transform(ARRAY[1, 2], x -> TRY(CAST(srcaddr AS bigint)))")]
    [InlineData("filter(ARRAY[packets, bytes], x -> 6 / x > 1)")]
    [InlineData("CAST(srcaddr AS bigint) BETWEEN 1 AND packets / bytes")]
    [InlineData("packets / bytes IN (1, CAST(srcaddr AS bigint))")]
    [InlineData("contains(dstaddr, CAST(srcaddr AS ipaddress)) OR luhn_check(srcport)")]
    [InlineData("CAST(srcaddr AS bigint) IS NULL")]
    [InlineData("year(date_add('day', packets, start))")]
    [InlineData("year(date_add('month', packets, CAST(start AS date)))")]
    [InlineData("srcaddr LIKE dstaddr ESCAPE '%'")]
    public void TRY_of_an_expression_gives_each_row_its_own_result(string expression)
    {
        var wrong = new List<string>();
        AssertTried(expression, "flow_logs", wrong);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [InlineData("WHERE srcaddr = '10.0.0.1' AND contains('10.0.0.0/8', CAST(srcaddr AS ipaddress))", "150")]
    [InlineData("WHERE srcaddr = '12' AND from_base(srcaddr, 10) > 0", "150")]
    [InlineData("WHERE CASE WHEN srcaddr IN ('12', '-5') THEN from_base(srcaddr, 10) END > 0", "150")]
    [InlineData("WHERE if(srcaddr = '10.0.0.1', CAST(srcaddr AS ipaddress)) IS NOT NULL", "150")]
    [InlineData("WHERE if(srcaddr = '1.5h', parse_duration(srcaddr)) IS NOT NULL", "150")]
    [InlineData("WHERE srcaddr = '[1, 2]' AND json_array_length(json_parse(srcaddr)) = 2", "150")]
    [InlineData("WHERE srcaddr = '2023-01-02' AND date_parse(srcaddr, '%Y-%m-%d') > TIMESTAMP '2023-01-01'", "150")]
    [InlineData("WHERE srcaddr = '2023-01-02' AND from_iso8601_date(srcaddr) > DATE '2023-01-01'", "150")]
    [InlineData("WHERE srcaddr = '2023-01-02' AND CAST(srcaddr AS timestamp(3) with time zone) > TIMESTAMP '2023-01-01'", "150")]
    [InlineData("WHERE srcaddr = '616' AND from_base64(srcaddr || 'a') IS NOT NULL AND from_hex(srcaddr || '0') IS NOT NULL", "150")]
    [InlineData("WHERE dstaddr = '10.0.0.0/8' AND contains(dstaddr, IPADDRESS '10.0.0.1')", "150")]
    [InlineData("WHERE packets = 7 AND round(packets, -1) = 10 AND chr(packets) IS NOT NULL", "150")]
    [InlineData("WHERE if(srcaddr LIKE '1_', CAST(srcaddr AS bigint)) = 12", "150")]
    public void A_function_is_not_called_for_rows_that_a_condition_removes(string condition, string expected)
    {
        foreach (var row in Run($"SELECT count(*) FROM flow_logs {condition}"))
            Assert.Equal(expected, row[0]);
    }

    void AssertTried(string expression, string table, List<string> wrong)
    {
        var alone = Enumerable.Range(0, Kinds).Select(kind => Alone($"SELECT {expression} FROM flow_logs WHERE version = {kind} LIMIT 1"));
        var expected = alone.ToList();
        var count = 0;
        try
        {
            foreach (var row in Run($"SELECT version, TRY({expression}) FROM {table}"))
            {
                var kind = int.Parse(row[0]!, CultureInfo.InvariantCulture);
                if (row[1] != expected[kind])
                {
                    wrong.Add($"{expression}: row {count} of kind {kind} is {row[1]}, and alone {expected[kind]}");
                    return;
                }

                count++;
            }
        }
        catch (DuckDBException failure)
        {
            wrong.Add($"{expression}: {failure.Message}");
        }
    }

    /// <summary>Returns the value of an expression without TRY in one row; null if it fails.</summary>
    string? Alone(string sql)
    {
        try
        {
            return Run(sql).Single()[0];
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    IEnumerable<string?[]> Run(string sql)
    {
        var catalog = new TableCatalog(TestTable.Definition, _table.Engine.Catalog.Partitions);
        var translation = Translation.Of(sql, _connection, catalog, DateTimeOffset.UnixEpoch);
        ScalarFunctions.Register(_connection, translation.Sql);
        using var command = new DuckDBCommand(translation.Sql, _connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return [.. translation.Columns.Select((column, i) => ResultText.Of(DuckDbValues.Get(reader, i, column.Type)))];
    }

    internal static string ArgumentsOf(Signature signature) =>
        string.Join(", ", signature.Parameters.Select((type, i) => ArgumentOf(type, i)));

    internal static string ArgumentOf(TrinoType type, int place) => type.Name switch
    {
        "varchar" => new[] { "srcaddr", "dstaddr", "srcport" }[place],
        "bigint" or "T" or "U" or "K" or "V" or "S" => new[] { "packets", "bytes", "CAST(protocol AS bigint)", "packets" }[place],
        "integer" => "protocol",
        "tinyint" or "smallint" or "real" or "double" or "decimal" => $"CAST({(place == 0 ? "packets" : "protocol")} AS {type.Name})",
        "boolean" => "packets > 1",
        "date" or "time" => $"CAST(start AS {type.Name})",
        "timestamp" => "start",
        "timestamp with time zone" => "at_timezone(start, 'Asia/Tokyo')",
        "interval day to second" => "(\"end\" - start)",
        "interval year to month" => "INTERVAL '14' MONTH",
        "json" => "json_parse(srcaddr)",
        "ipaddress" => "CAST(srcaddr AS ipaddress)",
        "varbinary" => "to_utf8(srcaddr)",
        "array" => type.Arguments[0].Name switch
        {
            "varchar" => "ARRAY[dstaddr, srcport]",
            "double" => "ARRAY[1.5e0, CAST(packets AS double)]",
            "array" => "ARRAY[ARRAY[packets, bytes], ARRAY[bytes]]",
            "row" => "ARRAY[ROW(srcaddr, packets), ROW(dstaddr, bytes)]",
            _ => new[] { "ARRAY[packets, bytes]", "ARRAY[bytes, 7]" }[place],
        },
        "map" => "MAP(ARRAY['a', srcaddr], ARRAY[packets, bytes])",
        "function" => type.Arguments.Count == 2 ? "x -> 6 / x > 1" : "(x, y) -> 6 / y > 1",
        var other => throw new InvalidOperationException($"There is no argument of the type {other}."),
    };

    public void Dispose()
    {
        _connection.Dispose();
        _table.Dispose();
    }
}
