using DuckDB.NET.Data;
using Emulator.Athena;

namespace Emulator.Tests.Athena;

/// <summary>Has the flow logs' table in a temporary data folder.</summary>
sealed class TestTable : IDisposable
{
    public static readonly TableDefinition Definition = new(
        "vpc_flow_logs",
        "flow_logs",
        [
            ("version", "int"), ("account_id", "string"), ("interface_id", "string"), ("srcaddr", "string"), ("dstaddr", "string"),
            ("srcport", "string"), ("dstport", "string"), ("protocol", "int"), ("packets", "bigint"), ("bytes", "bigint"),
            ("start", "timestamp"), ("end", "timestamp"), ("action", "string"), ("log_status", "string"), ("unparsed", "string"),
        ],
        ["year", "month", "day", "hour"],
        "s3://flow-logs/flowlogs/");

    /// <summary>Queries with values of unusual types, and queries that fail while rows are read.</summary>
    public static TheoryData<string> OddQueries =>
    [
        "SELECT MAP(ARRAY[1], ARRAY['a']), CAST(ROW(ARRAY[1, NULL], NULL) AS ROW(a array(integer), b varchar))",
        "SELECT INTERVAL '1' MONTH, ARRAY[INTERVAL '1' DAY, NULL], INTERVAL '1.5' SECOND",
        "SELECT uuid(), TIME '10:00:00', X'0065ff', ARRAY[X'65', NULL], IPADDRESS '::1', ARRAY[IPADDRESS '10.0.0.1', NULL]",
        "SELECT DATE '0001-01-01', TIMESTAMP '9999-12-31 23:59:59.999', from_unixtime(1e18)",
        "SELECT current_timestamp AT TIME ZONE '+05:45', ARRAY[TIMESTAMP '2026-11-01 01:30:00 America/New_York', NULL]",
        "SELECT 'a' || chr(0) || 'b'",
        "SELECT DECIMAL '12345678901234567890123456789012345678', CAST(0.5 AS decimal(38,38))",
        "SELECT JSON '{\"a\": [1, null]}', ARRAY[JSON 'null'], CAST(MAP(ARRAY['k'], ARRAY[nan()]) AS json)",
        "SELECT nan(), infinity(), -infinity(), 1e-320, REAL '1.1', NULL, ARRAY[], MAP()",
        "SELECT 1 AS a, 2 AS a",
        "SELECT row_number() OVER () FROM flow_logs WHERE action = '\u00e9'",
        "SELECT 1 / (version - 2) FROM flow_logs",
        "SELECT CAST(dstport AS tinyint) FROM flow_logs",
    ];

    readonly string _parent = Directory.CreateTempSubdirectory("flowlogs-test-").FullName;

    public TestTable(string folderName = "data")
    {
        Folder = Path.Combine(_parent, folderName);
        Directory.CreateDirectory(Folder);
        Engine = new AthenaEngine(Folder, Definition);
    }

    public string Folder { get; }

    public AthenaEngine Engine { get; }

    public static Partition Hour(DateTime hour) => PartitionOf(
        [$"{hour:yyyy}", $"{hour:MM}", $"{hour:dd}", $"{hour:HH}"],
        $"s3://flow-logs/flowlogs/{hour:yyyy/MM/dd/HH}/");

    public static Partition PartitionOf(string[] values, string location) =>
        new(Partition.NameOf(Definition.PartitionKeys, values), location);

    /// <summary>Runs a statement to its end and returns its cost.</summary>
    public QueryStatistics Execute(string sql, CancellationToken cancellation)
    {
        using var result = Engine.Query(sql, cancellation);
        while (result.Read())
        {
        }
        return result.Statistics;
    }

    public string FolderOf(DateTime hour) =>
        Path.Combine(Folder, "s3", "flow-logs", "flowlogs", $"{hour:yyyy}", $"{hour:MM}", $"{hour:dd}", $"{hour:HH}");

    /// <summary>Registers an hour and writes a file of flow records, one a minute, into it.</summary>
    public string AddHour(DateTime hour, int records = 10, string file = "part-1.parquet")
    {
        Engine.Catalog.Add([Hour(hour)], ifNotExists: true);
        var path = Path.Combine(FolderOf(hour), file);
        WriteParquet(path, $"""
            SELECT 2 AS version, '012345678901' AS account_id, 'eni-1235b8ca123456789' AS interface_id, '10.0.0.' || i AS srcaddr, '10.0.1.1' AS dstaddr,
                '40000' AS srcport, CASE WHEN i % 2 = 0 THEN '443' ELSE '22' END AS dstport, CASE WHEN i % 3 = 0 THEN 17 ELSE 6 END AS protocol,
                i::BIGINT AS packets, 9223372036854775807 - i AS bytes,
                TIMESTAMPTZ '{hour:yyyy-MM-dd HH:mm:ss}+00' + i * INTERVAL 1 MINUTE AS start, TIMESTAMPTZ '{hour:yyyy-MM-dd HH:mm:ss}+00' + (i + 1) * INTERVAL 1 MINUTE AS "end",
                CASE WHEN i % 2 = 0 THEN 'ACCEPT' ELSE 'REJECT' END AS "action", 'OK' AS log_status, NULL::VARCHAR AS unparsed
            FROM range({records}) AS numbers(i)
            """);
        return path;
    }

    /// <summary>Registers consecutive hours, each with a file of ten records.</summary>
    public void AddHours(DateTime first, int count)
    {
        var file = AddHour(first);
        for (var i = 1; i < count; i++)
        {
            Directory.CreateDirectory(FolderOf(first.AddHours(i)));
            File.Copy(file, Path.Combine(FolderOf(first.AddHours(i)), "part-1.parquet"));
        }

        Engine.Catalog.Add(Enumerable.Range(0, count).Select(i => Hour(first.AddHours(i))), ifNotExists: true);
    }

    public static void WriteParquet(string path, string query)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({query}) TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    public List<object?[]> Rows(string sql) => Rows(sql, out _);

    public List<object?[]> Rows(string sql, out QueryStatistics statistics)
    {
        using var result = Engine.Query(sql, TestContext.Current.CancellationToken);
        var rows = new List<object?[]>();
        while (result.Read())
            rows.Add([.. result.Row]);
        statistics = result.Statistics;
        return rows;
    }

    /// <summary>Returns the single value of a result as text.</summary>
    public string? Value(string sql) => ResultText.Of(Assert.Single(Assert.Single(Rows(sql))));

    public string ErrorOf(string sql) => Assert.Throws<AthenaException>(() => Rows(sql)).Message;

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
