using DuckDB.NET.Data;
using Emulator.Athena;

namespace Emulator.Tests.Athena;

/// <summary>The flow logs' table over a data folder of its own, which goes when the test ends.</summary>
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

    /// <summary>Queries whose values few programs have a type for, and one that fails as it is read.</summary>
    public static TheoryData<string> OddQueries =>
    [
        "SELECT union_value(number := 1)",
        "SELECT [union_value(number := 1)]",
        "SELECT map([1], ['a']), {'a': [1, NULL]}",
        "SELECT INTERVAL '1' MONTH, [INTERVAL '1' MONTH, NULL]",
        "SELECT '101'::BIT, uuid(), TIMETZ '10:00:00+02', '1'::HUGEINT, ['1'::HUGEINT]",
        "SELECT DATE 'infinity', TIMESTAMP '-infinity', [TIMESTAMP 'infinity']",
        "SELECT DATE '0001-01-01 (BC)', TIMESTAMP '290000-01-01'",
        "SELECT 'a\0b'",
        "SELECT 12345678901234567890123456789012345678.0::DECIMAL(38, 0)",
        "SELECT 'x'::ENUM ('x'), ['x'::ENUM ('x')], [[1], NULL]",
        "SELECT repeat('9', 400)::BIGNUM",
        "SELECT 1 AS a, 2 AS a",
        "SELECT row_number() OVER () FROM flow_logs WHERE start = '\u00e9'",
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

    public static Partition PartitionOf(string[] values, string location) => new(Partition.NameOf(Definition.PartitionKeys, values), values, location);

    /// <summary>Runs a statement to its end; returns what it cost.</summary>
    public QueryStatistics Execute(string sql, CancellationToken cancellation)
    {
        using var result = Engine.Query(sql, cancellation);
        while (result.Read())
        {
        }
        return result.Statistics;
    }

    public string FolderOf(DateTime hour) => Path.Combine(Folder, "s3", "flow-logs", "flowlogs", $"{hour:yyyy}", $"{hour:MM}", $"{hour:dd}", $"{hour:HH}");

    /// <summary>Registers an hour and writes a file of flow records into it, one a minute.</summary>
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

    /// <summary>Registers hours one after the other, each with a file of ten records.</summary>
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

    /// <summary>The one value of a result that has one, as text.</summary>
    public string? Value(string sql) => ResultText.Of(Assert.Single(Assert.Single(Rows(sql))));

    public string ErrorOf(string sql) => Assert.Throws<AthenaException>(() => Rows(sql)).Message;

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
