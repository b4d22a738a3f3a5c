using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Emulator.Athena;
using Emulator.Athena.Dialect;
using Emulator.S3;

// What the translation of Athena's SQL costs: once for each statement, and for each row beside DuckDB's own expressions.
if (args is not [var casesFile, .. var words])
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/Dialect -- tests/Emulator.Tests/Athena/Dialect/cases.tsv [WORD]");
    return 2;
}

const int Records = 1_000_000, Rounds = 9;
TableDefinition table = new(
    "vpc_flow_logs", "flow_logs",
    [
        ("srcaddr", "string"), ("srcport", "string"), ("dstport", "string"), ("packets", "bigint"), ("bytes", "bigint"),
        ("start", "timestamp"), ("price", "string"), ("day", "string"), ("time", "string"), ("flag", "string"),
    ],
    ["hour"], "s3://flow-logs/records/");

// Each is an expression of Athena, and what one would write in DuckDB for good values.
(string Athena, string DuckDb)[] pairs =
[
    ("CAST(srcport AS integer)", "CAST(srcport AS INTEGER)"),
    ("CAST(dstport AS bigint)", "CAST(dstport AS BIGINT)"),
    ("TRY_CAST(srcport AS integer)", "TRY_CAST(srcport AS INTEGER)"),
    ("CAST(srcport AS double)", "CAST(srcport AS DOUBLE)"),
    ("CAST(price AS double)", "CAST(price AS DOUBLE)"),
    ("CAST(price AS decimal(10,2))", "CAST(price AS DECIMAL(10, 2))"),
    ("CAST(day AS date)", "CAST(day AS DATE)"),
    ("CAST(time AS timestamp)", "CAST(time AS TIMESTAMP)"),
    ("if(CAST(flag AS boolean), 1)", "CASE WHEN CAST(flag AS BOOLEAN) THEN 1 END"),
    ("bytes / packets", "bytes // packets"),
    ("bytes % packets", "bytes % packets"),
    ("CAST(bytes / 1e3 AS bigint)", "CAST(bytes / 1e3 AS BIGINT)"),
    ("CAST(bytes AS varchar)", "CAST(bytes AS VARCHAR)"),
    ("if(srcaddr IN ('10.0.0.1', '10.0.9.9', '10.1.2.3'), 1)", "CASE WHEN srcaddr IN ('10.0.0.1', '10.0.9.9', '10.1.2.3') THEN 1 END"),
    ("if(srcaddr LIKE '10.0.%', 1)", "CASE WHEN srcaddr LIKE '10.0.%' THEN 1 END"),
    ("if(regexp_like(srcaddr, '^10[.]0'), 1)", "CASE WHEN regexp_matches(srcaddr, '^10[.]0') THEN 1 END"),
    ("substr(srcaddr, 4)", "substring(srcaddr, 4)"),
    ("date_trunc('minute', start)", "date_trunc('minute', start)"),
    ("hour(start)", "hour(start)"),
    ("date_diff('second', TIMESTAMP '2026-11-20 00:00:00', start)", "date_sub('second', TIMESTAMP '2026-11-20 00:00:00', start)"),
    ("date_format(start, '%H:%i')", "strftime(start, '%H:%M')"),
    ("to_unixtime(start)", "epoch(start)"),
];

// Conditions, which DuckDB may apply while it reads the files.
(string Athena, string DuckDb)[] conditions =
[
    ("dstport IN ('22', '3389')", "dstport IN ('22', '3389')"),
    ("srcaddr IN ('10.0.0.1', '10.0.9.9', '10.1.2.3')", "srcaddr IN ('10.0.0.1', '10.0.9.9', '10.1.2.3')"),
    ("srcaddr LIKE '10.0.%'", "srcaddr LIKE '10.0.%'"),
    ("CAST(dstport AS integer) < 1024", "CAST(dstport AS INTEGER) < 1024"),
];

// Whole queries, which both engines take as they are.
(string Name, string Sql)[] queries =
[
    ("self-join", "SELECT count(*) FROM flow_logs AS a JOIN flow_logs AS b ON a.srcaddr = b.srcaddr AND a.srcport = b.srcport WHERE a.start < b.start"),
    ("join with a subquery", "SELECT count(*) FROM flow_logs AS f JOIN (SELECT srcaddr, max(start) AS latest FROM flow_logs GROUP BY srcaddr) AS l "
        + "ON f.srcaddr = l.srcaddr AND f.start = l.latest"),
    ("top ten", "SELECT srcaddr, sum(bytes) AS total FROM flow_logs GROUP BY srcaddr ORDER BY total DESC LIMIT 10"),
    ("distinct ports", "SELECT srcaddr, count(DISTINCT dstport) AS ports FROM flow_logs GROUP BY srcaddr HAVING count(DISTINCT dstport) > 4"),
    ("per minute", "SELECT date_trunc('minute', start) AS minute, sum(packets) AS packets FROM flow_logs GROUP BY date_trunc('minute', start) ORDER BY 1"),
    ("row_number", "SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY srcaddr ORDER BY start DESC) AS n FROM flow_logs) AS w WHERE n = 1"),
    ("lag", "SELECT max(bytes - before) FROM (SELECT bytes, lag(bytes) OVER (PARTITION BY srcaddr ORDER BY start) AS before FROM flow_logs) AS w"),
    ("filter and case", "SELECT count(*) FILTER (WHERE dstport = '22') AS ssh, sum(CASE WHEN dstport = '443' THEN bytes ELSE 0 END) AS web FROM flow_logs"),
];

var folder = Directory.CreateTempSubdirectory("flowlogs-dialect-").FullName;
try
{
    using var connection = DuckDbSession.Open();
    var partitions = Write(connection);
    var catalog = new TableCatalog(table, () => partitions);
    PrintTranslation();
    Execute("SET threads = 1");
    var buckets = new LocalBuckets(folder);
    var files = TableFiles.List(partitions, table.PartitionKeys, buckets);
    var query = new Translation("", []);
    DuckDbSession.Execute(connection, DuckDbSession.Settings(table, files, [folder], query));
    DuckDbSession.Prepare(connection, table, files, buckets.Root, query, CancellationToken.None);
    Console.WriteLine($"Processor time over {Records:N0} rows: Athena's expression translated, DuckDB's own, and the ratio (median of {Rounds})");
    foreach (var (athena, duckDb) in pairs)
        Compare($"SELECT max({athena}) FROM flow_logs", $"SELECT max({duckDb}) FROM flow_logs", athena);
    foreach (var (athena, duckDb) in conditions)
        Compare(
            $"SELECT sum(packets) FROM flow_logs WHERE {athena}", $"SELECT sum(packets) FROM flow_logs WHERE {duckDb}", $"WHERE {athena}");
    foreach (var (name, sql) in queries)
        Compare(sql, sql, name);

    void PrintTranslation()
    {
        var times = new List<double>();
        var refused = 0;
        foreach (var expression in File.ReadLines(casesFile).Where(line => line.Contains('\t')).Select(line => line.Split('\t')[0]))
        {
            try
            {
                Translate($"SELECT {expression} FROM flow_logs");
                var clock = Stopwatch.GetTimestamp();
                Translate($"SELECT {expression} FROM flow_logs");
                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
            catch (AthenaException)
            {
                refused++;
            }
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Translation of {times.Count} statements: median {times[times.Count / 2]:0.00} ms, p99 {times[times.Count * 99 / 100]:0.00} ms; "
            + $"{refused} are refused"));
    }

    void Compare(string athena, string duckDb, string name)
    {
        if (words.Length > 0 && !words.All(name.Contains))
            return;
        var translated = Translate(athena);
        ScalarFunctions.Register(connection, translated);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            // What runs second in a round finds memory that the first has given back.
            (string Sql, List<double> Times)[] both = [(translated, ours), (duckDb, theirs)];
            foreach (var (sql, times) in round % 2 == 0 ? both : both.Reverse())
            {
                var time = Measure(sql);
                if (round >= 0)
                    times.Add(time);
            }
        }

        ours.Sort();
        theirs.Sort();
        var (median, plain) = (ours[Rounds / 2], theirs[Rounds / 2]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-75} {median,6:0.0} ms {plain,6:0.0} ms {median / plain,5:0.00}"));
        if (words.Length > 0)
            Console.WriteLine(translated);
    }

    string Translate(string sql) => Translation.Of(sql, connection, catalog, DateTimeOffset.UnixEpoch).Sql;

    double Measure(string sql)
    {
        var before = Environment.CpuUsage.TotalTime;
        Execute(sql);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    void Execute(string sql)
    {
        using var command = new DuckDBCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    List<Partition> Write(DuckDBConnection writer)
    {
        var file = Path.Combine(folder, "s3", "flow-logs", "records", "0", "part-1.parquet");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var command = new DuckDBCommand(
            $"""
            COPY (SELECT '10.' || hash(i) % 3 || '.' || hash(i + 1) % 40 || '.' || hash(i + 2) % 200 AS srcaddr,
                CAST(1024 + hash(i + 3) % 60000 AS VARCHAR) AS srcport, CAST([22, 80, 443, 3389, 8080][1 + CAST(hash(i + 4) % 5 AS BIGINT)] AS VARCHAR) AS dstport,
                CAST(1 + hash(i + 5) % 50 AS BIGINT) AS packets, CAST(40 + hash(i + 6) % 100000 AS BIGINT) AS bytes,
                TIMESTAMPTZ '2026-11-20 00:00:00+00' + i * INTERVAL 3 MILLISECONDS AS start,
                (hash(i + 7) % 10000000) / 100 || '' AS price, CAST(DATE '1950-01-01' + CAST(hash(i + 8) % 36000 AS INTEGER) AS VARCHAR) AS day,
                CAST(date_trunc('second', TIMESTAMP '2026-11-20 00:00:00' + i * INTERVAL 1 SECOND) AS VARCHAR) AS time, CAST(hash(i + 9) % 2 = 0 AS VARCHAR) AS flag
            FROM range({Records}) AS numbers(i))
            TO '{file}' (FORMAT parquet)
            """,
            writer);
        command.ExecuteNonQuery();
        return [new Partition("hour=0", "s3://flow-logs/records/0/")];
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return 0;
