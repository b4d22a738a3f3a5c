using System.Globalization;
using DuckDB.NET.Data;
using Emulator.Athena;
using Emulator.Athena.Dialect;
using Emulator.S3;
using ParquetSharp;

namespace Emulator.Tests.Athena;

public sealed class AthenaEngineTests : IDisposable
{
    static readonly DateTime Hour = new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);

    public const string LongQuery =
        "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(x)"
        + " CROSS JOIN UNNEST(sequence(1, 10000)) AS c(x) WHERE (a.x + c.x) % 7 = b.x % 11";

    readonly TestTable _table = new();

    [Fact]
    public void Without_files_the_table_has_its_columns_and_no_rows()
    {
        _table.Engine.Catalog.Add([TestTable.Hour(Hour)], ifNotExists: true);
        using var result = _table.Engine.Query("SELECT * FROM flow_logs", TestContext.Current.CancellationToken);
        Assert.Equal(
            "version:integer account_id:varchar interface_id:varchar srcaddr:varchar dstaddr:varchar srcport:varchar dstport:varchar "
            + "protocol:integer packets:bigint bytes:bigint start:timestamp end:timestamp action:varchar log_status:varchar "
            + "unparsed:varchar year:varchar month:varchar day:varchar hour:varchar",
            string.Join(' ', result.Columns.Select(column => $"{column.Name}:{column.Type}")));
        Assert.False(result.Read());
        Assert.Equal((0, 0, 1), (result.Statistics.FilesRead, result.Statistics.FilesTotal, result.Statistics.PartitionsTotal));
    }

    [Fact]
    public void The_columns_are_the_same_with_files()
    {
        using (var empty = _table.Engine.Query("SELECT * FROM flow_logs", TestContext.Current.CancellationToken))
        {
            _table.AddHour(Hour);
            using var result = _table.Engine.Query("SELECT * FROM flow_logs", TestContext.Current.CancellationToken);
            Assert.Equal(empty.Columns, result.Columns);
        }

        var row = _table.Rows("SELECT * FROM flow_logs WHERE packets = 1").Single();
        Assert.Equal(
            [2, "012345678901", "eni-1235b8ca123456789", "10.0.0.1", "10.0.1.1", "40000", "22", 6, 1L, long.MaxValue - 1,
                Hour.AddMinutes(1), Hour.AddMinutes(2), "REJECT", "OK", null, "2026", "11", "25", "10"],
            row.Select(value => value is DateTime time ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : value));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(400)]
    public void A_long_expression_is_computed(int terms) =>
        Assert.Equal(terms, Convert.ToInt32(_table.Rows($"SELECT {string.Join(" + ", Enumerable.Repeat("1", terms))}").Single()[0]));

    [Theory]
    [InlineData("flow_logs")]
    [InlineData("vpc_flow_logs.flow_logs")]
    [InlineData("\"vpc_flow_logs\".\"flow_logs\"")]
    [InlineData("VPC_FLOW_LOGS.Flow_Logs")]
    [InlineData("\"AwsDataCatalog\".vpc_flow_logs.flow_logs")]
    public void Every_name_of_the_table_in_Athena_works(string name)
    {
        _table.AddHour(Hour);
        Assert.Equal("10", _table.Value($"SELECT count(*) FROM {name}"));
    }

    [Fact]
    public void The_published_queries_run_unchanged()
    {
        var now = DateTime.UtcNow;
        _table.AddHour(new DateTime(now.Year, now.Month, now.Day, now.Hour, 0, 0, DateTimeKind.Utc).AddHours(-1));
        Assert.Equal(["6:13", "17:12"],
            _table.Rows("select protocol, sum(packets) as rejected_packets from flow_logs\nwhere action = 'REJECT' group by protocol "
            + "order by rejected_packets desc").Select(row => $"{row[0]}:{row[1]}"));
        var top = _table.Rows("SELECT srcaddr, SUM(packets) AS rejected_packets FROM flow_logs\nWHERE start >= current_timestamp - "
            + "interval '14' day\nGROUP BY srcaddr ORDER BY rejected_packets DESC LIMIT 10;\n");
        Assert.Equal((10, "10.0.0.9", "9"), (top.Count, top[0][0], $"{top[0][1]}"));
        Assert.Equal("20", $"{_table.Rows(
            "SELECT dstaddr, SUM(packets) AS packet_count FROM flow_logs\n"
            + "WHERE dstport = '443' GROUP BY dstaddr ORDER BY packet_count DESC LIMIT 10;").Single()[1]}");
    }

    [Fact]
    public void End_needs_quotes_and_start_does_not()
    {
        _table.AddHour(Hour);
        Assert.Equal("2026-11-25 10:10:00.000",
            _table.Value("SELECT max(\"end\") FROM flow_logs WHERE start >= timestamp '2026-11-25 10:09:00'"));
        Assert.Equal(
            "SYNTAX_ERROR: line 1:8: mismatched input 'end'. If end is a name, write it in double quotes: \"end\".",
            _table.ErrorOf("SELECT end FROM flow_logs"));
    }

    [Fact]
    public void An_unregistered_hour_is_not_visible()
    {
        _table.AddHour(Hour);
        _table.AddHour(Hour.AddHours(1));
        _table.Execute("ALTER TABLE flow_logs DROP PARTITION (year='2026', month='11', day='25', hour='10')",
            TestContext.Current.CancellationToken);
        Assert.Equal("11", _table.Value("SELECT DISTINCT hour FROM flow_logs"));
    }

    [Theory]
    [InlineData("year = '2026' AND month = '11' AND day = '25' AND hour = '13'", 1)]
    [InlineData("year || month || day || hour = '2026112513'", 1)]
    [InlineData("day = '25' AND hour BETWEEN '10' AND '12'", 3)]
    [InlineData("hour IN ('13', '14') AND day >= '26'", 4)]
    [InlineData("year = '2025'", 0)]
    [InlineData("day LIKE '2%'", 72)]
    [InlineData("day IN ('25', '26') AND hour = '13'", 2)]
    [InlineData("year IN ('2026') AND month IN ('11', '12') AND day IN ('27') AND hour IN ('00', '01', '23')", 3)]
    [InlineData("(day = '25' AND hour = '10') OR (day = '27' AND hour BETWEEN '03' AND '05')", 4)]
    [InlineData("year || month || day || hour BETWEEN '2026112522' AND '2026112601'", 4)]
    [InlineData("year || month || day || hour >= date_format(TIMESTAMP '2026-11-28 10:00:00' - INTERVAL '2' HOUR, '%Y%m%d%H')", 2)]
    [InlineData("\"$path\" LIKE '%/2026/11/26/07/%'", 1)]
    [InlineData("strpos(\"$path\", '/2026/11/26/07/') > 0", 1)]
    [InlineData("substr(\"$path\", 30, 8) = '11/26/07'", 1)]
    [InlineData("\"$path\" = 's3://flow-logs/flowlogs/2026/11/26/07/part-1.parquet'", 1)]
    [InlineData("\"$path\" BETWEEN 's3://flow-logs/flowlogs/2026/11/26/07/' AND 's3://flow-logs/flowlogs/2026/11/26/09/'", 2)]
    [InlineData("\"$path\" LIKE '%/2026/11/26/%' AND NOT (\"$path\" NOT LIKE '%/07/%')", 1)]
    [InlineData("\"$path\" LIKE '%/2026/11/26/00/%' OR \"$path\" LIKE '%/2026/11/26/01/%'", 2)]
    [InlineData("regexp_like(\"$path\", '/2026/11/26/0[78]/')", 2)]
    [InlineData("regexp_extract(\"$path\", '/(\\d+)/(\\d+)/part', 2) = '07'", 3)]
    [InlineData("substr(\"$path\", -17, 2) = '07'", 3)]
    [InlineData("element_at(split(\"$path\", '/'), 8) = '07'", 3)]
    [InlineData("CAST(hour AS integer) = 22", 3)]
    [InlineData("CAST(hour AS integer) IN (22, 23) AND day <> '25'", 4)]
    [InlineData("CAST(year || month || day || hour AS bigint) BETWEEN 2026112522 AND 2026112601", 4)]
    [InlineData("CAST(year || '-' || month || '-' || day AS date) = DATE '2026-11-26'", 24)]
    [InlineData("date_parse(year || '-' || month || '-' || day || ' ' || hour, '%Y-%m-%d %H') >= TIMESTAMP '2026-11-28 08:00:00'", 2)]
    [InlineData("from_iso8601_timestamp(year || '-' || month || '-' || day || 'T' || hour) > TIMESTAMP '2026-11-28 07:00:00 UTC'", 2)]
    [InlineData("TRY(CAST(hour AS integer)) = 22 OR TRY_CAST(hour AS integer) = 23", 6)]
    [InlineData("day <> '25' AND (CAST(hour AS integer) % 12 = 3 OR hour = '04') AND packets >= 0", 8)]
    [InlineData("hour > '22' AND 1 / (CAST(hour AS integer) - 22) = 1", 3)]
    [InlineData("any_match(ARRAY[22, 23], h -> h = CAST(hour AS integer))", 6)]
    public void Conditions_on_partition_columns_read_only_their_files(string condition, int files)
    {
        _table.AddHours(Hour, 72);
        var rows = _table.Value($"SELECT count(srcaddr) FROM flow_logs WHERE {condition}");
        Assert.Equal($"{files * 10}", rows);
        _table.Rows($"SELECT srcaddr FROM flow_logs WHERE {condition}", out var statistics);
        Assert.Equal((files, 72, files, 72),
            (statistics.FilesRead, statistics.FilesTotal, statistics.PartitionsRead, statistics.PartitionsTotal));
        Assert.Equal(files > 0, statistics.BytesScanned > 0);
    }

    [Theory]
    [InlineData("SELECT a.srcaddr FROM flow_logs a JOIN flow_logs b ON a.start = b.start AND CAST(b.hour AS integer) = 22", 72, 30)]
    [InlineData("SELECT a.srcaddr FROM flow_logs a, flow_logs b WHERE a.start = b.start AND CAST(a.hour AS integer) = 22 AND "
        + "CAST(b.day AS integer) = 26", 26, 10)]
    [InlineData("SELECT a.srcaddr FROM flow_logs a LEFT JOIN flow_logs b ON a.start = b.start AND CAST(b.hour AS integer) = 22 WHERE "
        + "CAST(a.hour AS integer) IN (21, 22)", 6, 60)]
    [InlineData("SELECT a.srcaddr FROM flow_logs a LEFT JOIN flow_logs b ON a.start = b.start AND CAST(a.hour AS integer) = 22", 72, 720)]
    [InlineData("SELECT a.srcaddr FROM flow_logs a LEFT JOIN flow_logs b ON a.start = b.start AND b.hour = '22' WHERE "
        + "coalesce(TRY_CAST(b.hour AS integer), 3) = 3", 72, 690)]
    [InlineData("SELECT b.srcaddr FROM flow_logs a RIGHT JOIN flow_logs b ON a.start = b.start AND a.hour = '22' WHERE "
        + "coalesce(TRY_CAST(a.hour AS integer), 3) = 3 AND CAST(b.hour AS integer) IN (21, 22)", 6, 30)]
    [InlineData("SELECT a.srcaddr FROM flow_logs a FULL JOIN flow_logs b ON a.start = b.start AND CAST(b.hour AS integer) = 22", 72, 1410)]
    [InlineData("WITH f AS (SELECT * FROM flow_logs WHERE CAST(hour AS integer) = 22) SELECT a.srcaddr FROM f a JOIN f b USING (start)", 3, 30)]
    [InlineData("SELECT srcaddr FROM flow_logs WHERE EXISTS (SELECT 1 FROM flow_logs f WHERE CAST(f.hour AS integer) = 22 AND "
        + "CAST(flow_logs.hour AS integer) = 21)", 72, 30)]
    [InlineData("SELECT srcaddr FROM flow_logs WHERE if(random() >= 0, hour, '22') = '21' AND random() >= 0", 72, 30)]
    [InlineData("SELECT srcaddr FROM flow_logs WHERE hour = (SELECT max(hour) FROM flow_logs WHERE TRY_CAST(day AS integer) = 25)", 72, 30)]
    public void A_condition_on_partition_columns_keeps_the_rows_of_joins_and_subqueries(string sql, int files, int rows)
    {
        _table.AddHours(Hour, 72);
        if (sql.Contains("a.start = b.start", StringComparison.Ordinal) || sql.Contains("USING", StringComparison.Ordinal))
            for (var i = 0; i < 72; i++)
                _table.AddHour(Hour.AddHours(i));
        Assert.Equal(rows, _table.Rows(sql, out var statistics).Count);
        Assert.Equal(files, statistics.FilesRead);
    }

    [Fact]
    public void A_condition_that_fails_for_a_partition_fails_as_for_its_rows()
    {
        _table.AddHour(Hour);
        _table.Engine.Catalog.Add([TestTable.PartitionOf(["2026", "11", "25", "none"], "s3://flow-logs/other/")], ifNotExists: true);
        const string Sql = "SELECT count(*) FROM flow_logs WHERE CAST(hour AS integer) = 10";
        Assert.Equal("10", _table.Value(Sql));
        var folder = Path.Combine(_table.Folder, "s3", "flow-logs", "other");
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(_table.FolderOf(Hour), "part-1.parquet"), Path.Combine(folder, "part-1.parquet"));
        Assert.Equal("INVALID_CAST_ARGUMENT: Cannot cast 'none' to INT", _table.ErrorOf(Sql));
        Assert.Equal("10", _table.Value($"{Sql} AND hour < '24'"));
    }

    [Fact]
    public void An_hour_of_the_partitions_has_the_rows_of_the_same_hour_of_start()
    {
        for (var i = 0; i < 30; i++)
            _table.AddHour(Hour.AddHours(i));
        var byPartition = _table.Rows("SELECT * FROM flow_logs WHERE day = '26' AND hour = '03' ORDER BY start", out var pruned);
        var byTime = _table.Rows("SELECT * FROM flow_logs WHERE start >= timestamp '2026-11-26 03:00:00' AND start < timestamp "
            + "'2026-11-26 04:00:00' ORDER BY start", out var scanned);
        Assert.Equal(10, byPartition.Count);
        Assert.Equal(byTime, byPartition);
        Assert.True(pruned.BytesScanned < scanned.BytesScanned);
    }

    [Fact]
    public void Each_file_is_counted_once_per_query()
    {
        _table.AddHour(Hour);
        _table.AddHour(Hour.AddHours(1), file: "part-1.parquet");
        _table.AddHour(Hour.AddHours(1), file: "part-2.parquet");
        _table.Rows("WITH a AS (SELECT * FROM flow_logs) SELECT count(a.srcaddr) FROM a JOIN a b ON a.srcaddr = b.srcaddr WHERE a.hour = "
            + "'11' AND b.hour = '11'", out var statistics);
        Assert.Equal((2, 3, 1, 2), (statistics.FilesRead, statistics.FilesTotal, statistics.PartitionsRead, statistics.PartitionsTotal));
        _table.Rows("SELECT 1", out statistics);
        Assert.Equal((0, 0L), (statistics.FilesRead, statistics.BytesScanned));
    }

    [Fact]
    public void Fewer_columns_scan_fewer_bytes()
    {
        _table.AddHour(Hour, records: 2000);
        _table.Rows("SELECT packets FROM flow_logs", out var one);
        _table.Rows("SELECT * FROM flow_logs", out var all);
        Assert.True(one.BytesScanned < all.BytesScanned);
    }

    [Fact]
    public void A_file_without_a_new_column_has_nulls_in_it()
    {
        _table.AddHour(Hour);
        TestTable.WriteParquet(Path.Combine(_table.FolderOf(Hour), "old.parquet"),
            "SELECT 2 AS version, 5::BIGINT AS packets, 'extra' AS not_in_the_table");
        Assert.Equal("11", _table.Value("SELECT count(*) FROM flow_logs"));
        Assert.Equal(new object?[] { 5L, null, null, "10" },
            _table.Rows("SELECT packets, srcaddr, start, hour FROM flow_logs WHERE dstaddr IS NULL").Single());
    }

    [Fact]
    public void Timestamps_of_every_Parquet_type_are_the_same_UTC_time()
    {
        _table.Engine.Catalog.Add([TestTable.Hour(Hour)], ifNotExists: true);
        Directory.CreateDirectory(_table.FolderOf(Hour));
        DateTime time = new(2014, 12, 14, 4, 6, 50, DateTimeKind.Utc);
        Write("micros", new Column<DateTime>("start", LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros)), writer =>
            writer.LogicalWriter<DateTime>().WriteBatch([time]));
        Write("millis", new Column<DateTime>("start", LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Millis)), writer =>
            writer.LogicalWriter<DateTime>().WriteBatch([time]));
        Write("local", new Column<DateTime>("start", LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Micros)), writer =>
            writer.LogicalWriter<DateTime>().WriteBatch([time]));
        var int96 = new Int96((int)(14_810_000_000_000L & 0xffffffff), (int)(14_810_000_000_000L >> 32), 2_457_006);
        Write("int96", new Column<Int96>("start"), writer => writer.LogicalWriter<Int96>().WriteBatch([int96]));

        Assert.Equal("2014-12-14 04:06:50.000", _table.Value("SELECT DISTINCT start FROM flow_logs"));
        Assert.Equal("4", _table.Value("SELECT count(*) FROM flow_logs WHERE start = timestamp '2014-12-14 04:06:50'"));
        Assert.Equal("0", _table.Value("SELECT count(*) FROM flow_logs WHERE start < timestamp '2014-12-14 04:06:50'"));
        Assert.Equal("4", _table.Value("SELECT count(*) FROM flow_logs WHERE start <= from_unixtime(1418530010)"));

        void Write(string name, Column column, Action<ColumnWriter> write)
        {
            using var file = new ParquetFileWriter(Path.Combine(_table.FolderOf(Hour), name + ".parquet"), [column]);
            using var rows = file.AppendRowGroup();
            using var writer = rows.NextColumn();
            write(writer);
            file.Close();
        }
    }

    [Fact]
    public void Hidden_files_and_other_kinds_of_files_are_not_data()
    {
        var file = _table.AddHour(Hour);
        File.Copy(file, Path.Combine(_table.FolderOf(Hour), ".part-2.parquet"));
        File.Copy(file, Path.Combine(_table.FolderOf(Hour), "_part-3.parquet"));
        File.WriteAllText(Path.Combine(_table.FolderOf(Hour), "part-4.parquet.tmp"), "half of it");
        Directory.CreateDirectory(Path.Combine(_table.FolderOf(Hour), "_temporary"));
        File.Copy(file, Path.Combine(_table.FolderOf(Hour), "_temporary", "part-5.parquet"));
        Directory.CreateDirectory(Path.Combine(_table.FolderOf(Hour), "more"));
        File.Copy(file, Path.Combine(_table.FolderOf(Hour), "more", "part-6.parquet"));
        Assert.Equal("20", _table.Value("SELECT count(*) FROM flow_logs"));
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        _table.AddHour(Hour);
        File.WriteAllText(Path.Combine(_table.FolderOf(Hour), "broken.parquet"), "this is not a Parquet file");
        var message = _table.ErrorOf("SELECT sum(packets) FROM flow_logs");
        Assert.Equal("HIVE_BAD_DATA: Cannot read s3://flow-logs/flowlogs/2026/11/25/10/broken.parquet: it is not a complete Parquet file",
            message);
    }

    [Theory]
    [InlineData("it's [a] *strange* folder? \u00e9\u20ac\U0001F600 100%")]
    [InlineData("year=1999")]
    public void The_data_folder_can_have_any_name(string name)
    {
        using (var table = new TestTable(name))
        {
            table.AddHour(Hour);
            table.AddHour(Hour.AddHours(1));
            Assert.Equal("10", table.Value("SELECT DISTINCT hour FROM flow_logs WHERE hour = '10' AND year = '2026'"));
            Assert.Equal(10, table.Rows("SELECT * FROM flow_logs WHERE day = '25' AND hour = '11'", out var statistics).Count);
            Assert.Equal((1, 2), (statistics.FilesRead, statistics.FilesTotal));
        }
    }

    [Fact]
    public void A_partition_can_be_anywhere_and_two_can_share_files()
    {
        _table.AddHour(Hour);
        TestTable.WriteParquet(Path.Combine(_table.Folder, "s3", "elsewhere", "import", "x.parquet"), "SELECT 7::BIGINT AS packets");
        _table.Execute("""
            ALTER TABLE flow_logs ADD PARTITION (hour='1', day='2', month='3', year='4') LOCATION 's3://elsewhere/import'
            PARTITION (year='x', month='it''s', day='', hour='%') LOCATION 's3://elsewhere/import/'
            PARTITION (year='2026', month='11', day='25', hour='99') LOCATION 's3://flow-logs/flowlogs/2026/11/25/10/'
            PARTITION (year='2026', month='11', day='25', hour='98') LOCATION 's3://nobody/here/'
            """, TestContext.Current.CancellationToken);
        Assert.Equal(["2026112510|45", "2026112599|45", "4321|7", "xit's%|7"],
            _table.Rows("SELECT year || month || day || hour, sum(packets) FROM flow_logs GROUP BY 1 ORDER BY 1")
            .Select(row => $"{row[0]}|{row[1]}"));
        _table.Rows("SELECT packets FROM flow_logs WHERE year = 'x'", out var statistics);
        Assert.Equal((1, 2), (statistics.FilesRead, statistics.FilesTotal));
    }

    [Fact]
    public void Show_partitions_lists_them_in_order()
    {
        _table.Engine.Catalog.Add(Enumerable.Range(0, 3).Select(i => TestTable.Hour(Hour.AddHours(2 - i))), ifNotExists: true);
        Assert.Equal(
            ["year=2026/month=11/day=25/hour=10", "year=2026/month=11/day=25/hour=11", "year=2026/month=11/day=25/hour=12"],
            _table.Rows("SHOW PARTITIONS vpc_flow_logs.flow_logs").Select(row => row[0]));
        Assert.Equal("vpc_flow_logs", _table.Value("SHOW DATABASES"));
        Assert.Equal("flow_logs", _table.Value("SHOW TABLES"));
    }

    [Theory]
    [InlineData("ALTER TABLE other ADD PARTITION (year='1')", "Table not found vpc_flow_logs.other: there is vpc_flow_logs.flow_logs")]
    [InlineData("SHOW PARTITIONS other.flow_logs", "Table not found other.flow_logs: there is vpc_flow_logs.flow_logs")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='1', month='2', minute='3')",
        "minute is not a partition key: vpc_flow_logs.flow_logs is partitioned by year, month, day, hour")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='1', month='2')",
        "A partition to add has no value for day, hour: vpc_flow_logs.flow_logs is partitioned by year, month, day, hour")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='1', month='2', day='3', hour='4') LOCATION '/etc'",
        "The location of partition year=1/month=2/day=3/hour=4 is not an S3 location (s3://bucket/prefix/): '/etc'")]
    public void A_partition_statement_that_does_not_match_the_table_is_refused(string sql, string message) =>
        Assert.Equal(message, _table.ErrorOf(sql));

    [Theory]
    [InlineData("COPY (SELECT 1) TO '/tmp/x.csv'")]
    [InlineData("COPY flow_logs TO 'x.parquet'")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'")]
    [InlineData("EXPLAIN (FORMAT json) DELETE FROM flow_logs")]
    [InlineData("ATTACH 'x.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("PRAGMA database_list")]
    [InlineData("SET threads = 1")]
    [InlineData("RESET lock_configuration")]
    [InlineData("CREATE TABLE t AS SELECT 1")]
    [InlineData("INSERT INTO flow_logs SELECT * FROM flow_logs")]
    [InlineData("DROP VIEW flow_logs")]
    [InlineData("CALL enable_logging()")]
    [InlineData("USE memory")]
    [InlineData("EXPORT DATABASE 'x'")]
    [InlineData("CHECKPOINT")]
    [InlineData("BEGIN")]
    [InlineData("PREPARE p AS SELECT 1")]
    public void Statements_that_change_data_are_refused(string sql) =>
        Assert.Matches("^(NOT_SUPPORTED: .* not run on this machine|SYNTAX_ERROR: line 1:[0-9]+: mismatched input)", _table.ErrorOf(sql));

    [Theory]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1; DROP VIEW flow_logs")]
    [InlineData("EXPLAIN SELECT 1; COPY (SELECT 1) TO 'x.csv'")]
    public void Several_statements_at_once_are_refused(string sql) => Assert.Matches("Only (one statement|queries)", _table.ErrorOf(sql));

    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM '/etc/hosts.csv'")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM read_text('{DIR}/../../../etc/passwd')")]
    [InlineData("SELECT * FROM read_text('{DIR}-beside/secret')")]
    [InlineData("SELECT * FROM read_parquet('https://example.com/x.parquet')")]
    [InlineData("SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')")]
    [InlineData("SELECT getvariable('x'), content FROM read_blob('/etc/hostname')")]
    public void Files_outside_the_data_folder_cannot_be_read(string sql)
    {
        Directory.CreateDirectory(_table.Folder + "-beside");
        File.WriteAllText(Path.Combine(_table.Folder + "-beside", "secret"), "secret");
        var message = _table.ErrorOf(sql.Replace("{DIR}", _table.Folder, StringComparison.Ordinal));
        Assert.Matches("^((FUNCTION|TABLE)_NOT_FOUND|SYNTAX_ERROR): line 1:[0-9]+: ", message);
    }

    [Theory]
    [InlineData("", "1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length greater "
        + "than or equal to 1")]
    [InlineData(" -- nothing", "SYNTAX_ERROR: The statement is empty")]
    [InlineData(";", "SYNTAX_ERROR: The statement is empty")]
    [InlineData("SELECT\n  x y z", "SYNTAX_ERROR: line 2:7: mismatched input 'z'. A comma, an operator or a keyword before z is missing or misspelled.")]
    [InlineData(
        "EXPLAIN SELECT '\U0001F600\u20ac', x y z",
        "SYNTAX_ERROR: line 1:27: mismatched input 'z'. A comma, an operator or a keyword before z is missing or misspelled.")]
    [InlineData("EXPLAIN (", "SYNTAX_ERROR: line 1:10: mismatched input '<EOF>'")]
    public void An_invalid_statement_is_an_error_of_one_line(string sql, string message) => Assert.Equal(message, _table.ErrorOf(sql));

    [Fact]
    public void A_statement_has_at_most_262144_bytes()
    {
        var longest = "SELECT '" + new string('x', AthenaEngine.MaxStatementBytes - 9) + "'";
        Assert.Single(_table.Rows(longest));
        Assert.Equal(
            "1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length less than or equal "
            + "to 262144",
            _table.ErrorOf(longest[..^2] + "\u00e4'"));
    }

    [Fact]
    public void Explain_reads_nothing_and_explain_analyze_reads()
    {
        _table.AddHour(Hour);
        Assert.NotEmpty(_table.Rows("EXPLAIN SELECT sum(packets) FROM flow_logs", out var explained));
        Assert.Equal(0, explained.FilesRead);
        Assert.NotEmpty(_table.Rows("explain analyze SELECT sum(packets) FROM flow_logs", out var analyzed));
        Assert.Equal(1, analyzed.FilesRead);
    }

    [Theory]
    [InlineData("from_unixtime(1418530010)", "2014-12-14 04:06:50.000 UTC")]
    [InlineData("to_unixtime(timestamp '2014-12-14 04:06:50')", "1.41853001E9")]
    [InlineData("from_iso8601_timestamp('2014-12-14T05:06:50+01:00')", "2014-12-14 05:06:50.000 +01:00")]
    [InlineData("to_iso8601(timestamp '2014-12-14 04:06:50')", "2014-12-14T04:06:50")]
    [InlineData("date_format(timestamp '2014-12-14 04:06:50', '%Y-%m-%d %H:%i:%s %M')", "2014-12-14 04:06:50 December")]
    [InlineData("date_trunc('hour', timestamp '2014-12-14 04:06:50')", "2014-12-14 04:00:00.000")]
    [InlineData("date_add('hour', -2, timestamp '2014-12-14 04:06:50')", "2014-12-14 02:06:50.000")]
    [InlineData("date_diff('minute', timestamp '2014-12-14 04:06:50', timestamp '2014-12-14 05:08:50')", "62")]
    [InlineData("day_of_week(date '2014-12-14')", "7")]
    [InlineData("approx_distinct(dstport)", "2")]
    [InlineData("approx_percentile(packets, 0.5)", "4")]
    [InlineData("regexp_like(max(srcaddr), '^10[.]')", "true")]
    [InlineData("json_extract_scalar('{\"a\":1}', '$.a')", "1")]
    [InlineData("array_join(array[1, 2], '-')", "1-2")]
    [InlineData("bitwise_and(3, 6)", "2")]
    [InlineData("count_if(action = 'REJECT')", "5")]
    [InlineData("max_by(srcaddr, packets)", "10.0.0.9")]
    [InlineData("if(true, 'a', 'b')", "a")]
    [InlineData("7 / 2", "3")]
    [InlineData("sum(bytes - 9223372036854775807)", "-45")]
    [InlineData("cast(current_timestamp as varchar) like '% UTC'", "true")]
    public void Functions_of_Athena_work(string expression, string expected)
    {
        _table.AddHour(Hour);
        Assert.Equal(expected, _table.Value($"SELECT DISTINCT {expression} FROM flow_logs"));
    }

    [Fact]
    public void A_query_that_fails_while_it_runs_has_an_error_of_one_line()
    {
        _table.AddHour(Hour);
        Assert.Equal("INVALID_CAST_ARGUMENT: Cannot cast '10.0.0.0' to INT",
            _table.ErrorOf("SELECT cast(srcaddr AS integer) FROM flow_logs"));
        Assert.StartsWith("COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved",
            _table.ErrorOf("SELECT nothing FROM flow_logs"), StringComparison.Ordinal);
        Assert.StartsWith("NUMERIC_VALUE_OUT_OF_RANGE: ", _table.ErrorOf("SELECT sum(bytes) FROM flow_logs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_query_ends_when_it_is_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var result = _table.Engine.Query(LongQuery.Replace("count(*)", "a.x", StringComparison.Ordinal), cancel.Token);
        Assert.True(result.Read(), "The query runs when its first row is there.");
        await cancel.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (result.Read())
            {
            }
        });
    }

    [Fact]
    public void A_query_that_runs_too_long_ends_with_Athenas_error()
    {
        var message = Assert.Throws<AthenaException>(() =>
        {
            using var result = _table.Engine.Query(LongQuery, TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
            result.Read();
        }).Message;
        Assert.StartsWith("EXCEEDED_TIME_LIMIT: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_has_a_share_of_the_memory()
    {
        using var connection = DuckDbSession.Open();
        var files = TableFiles.List([], TestTable.Definition.PartitionKeys, new LocalBuckets(_table.Folder));
        DuckDbSession.Execute(
            connection, DuckDbSession.Settings(TestTable.Definition, files, [_table.Folder], new Translation("", [])));
        using var command = new DuckDBCommand("SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'", connection);
        var limit = (string)command.ExecuteScalar()!;
        var mebibytes = double.Parse(limit.Split(' ')[0], CultureInfo.InvariantCulture) * (limit.EndsWith("GiB", StringComparison.Ordinal)
            ? 1024 : 1);
        Assert.InRange(mebibytes, 1, 0.31 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20));
    }

    [Theory]
    [InlineData(4 << 20, 1)]
    [InlineData((4 << 20) + 1, null)]
    public void Small_tables_are_read_by_one_thread(int bytes, int? threads)
    {
        var hour = new DateTime(2026, 11, 25, 10, 0, 0);
        Directory.CreateDirectory(_table.FolderOf(hour));
        File.WriteAllBytes(Path.Combine(_table.FolderOf(hour), "a.parquet"), new byte[bytes]);
        var files = TableFiles.List([TestTable.Hour(hour)], TestTable.Definition.PartitionKeys, new LocalBuckets(_table.Folder));

        using var connection = DuckDbSession.Open();
        DuckDbSession.Execute(connection, DuckDbSession.Settings(TestTable.Definition, files, [_table.Folder], query: null));

        using var command = new DuckDBCommand("SELECT current_setting('threads')", connection);
        Assert.Equal(threads ?? Environment.ProcessorCount, (long)command.ExecuteScalar()!);
    }

    // A DuckDB is kept for the next query, with its log of reads.
    [Fact]
    public async Task Queries_one_after_another_and_at_once_have_their_own_rows_and_statistics()
    {
        var hour = new DateTime(2026, 11, 25, 10, 0, 0);
        _table.AddHour(hour, records: 1);
        _table.AddHour(hour.AddHours(1), records: 2);

        for (var round = 0; round < 3; round++)
        {
            Check("hour = '10'", 1, 1);
            Check("true", 2, 3);
            using var unread = _table.Engine.Query("SELECT * FROM flow_logs", TestContext.Current.CancellationToken);
            Assert.Throws<AthenaException>(() => Check("CAST(srcaddr AS integer) = 1", 0, 0));
            Assert.Throws<AthenaException>(() => Check("missing = 1", 0, 0));
        }

        await Task.WhenAll(Enumerable.Range(0, 24).Select(query => Task.Run(
            () => Check(query % 2 == 0 ? "hour = '11'" : "true", 1 + query % 2, 2 + query % 2), TestContext.Current.CancellationToken)));

        void Check(string condition, int files, int rows)
        {
            using var result = _table.Engine.Query(
                $"SELECT * FROM flow_logs WHERE {condition}", TestContext.Current.CancellationToken);
            var read = 0;
            while (result.Read())
                read++;
            Assert.Equal((files, rows), (result.Statistics.FilesRead, read));
        }
    }

    [Fact]
    public void A_query_that_needed_the_disk_leaves_no_folder()
    {
        var instance = DuckDbInstance.Take().With(
            $"SET memory_limit = '64MiB'; SET temp_directory = {Sql.Text(DuckDbSession.TemporaryFolder)}");
        using (var connection = instance.Connect())
        using (var command = new DuckDBCommand(
            "SELECT max(i) FROM (SELECT i, hash(i) AS h FROM range(6000000) AS t(i) ORDER BY h LIMIT 5000000)", connection))
            command.ExecuteScalar();
        Assert.True(Directory.Exists(DuckDbSession.TemporaryFolder));

        instance.Return();

        Assert.False(Directory.Exists(DuckDbSession.TemporaryFolder));
    }

    [Fact]
    public void A_long_result_is_read_row_by_row()
    {
        using var result = _table.Engine.Query(
            "SELECT a.x FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)",
            TestContext.Current.CancellationToken);
        for (var i = 0L; i < 10_000; i++)
        {
            Assert.True(result.Read());
            Assert.IsType<long>(result.Row[0]);
        }
    }

    public void Dispose() => _table.Dispose();
}
