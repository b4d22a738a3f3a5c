using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using FlowLogs.Local.S3;

namespace FlowLogs.Local.Athena;

/// <summary>
/// Athena in small: one table of the Glue catalog, its statements about partitions, and queries over the registered partitions' Parquet
/// files, which DuckDB runs. A query only reads, and only below the data folder.
/// </summary>
public sealed class AthenaEngine
{
    /// <summary>Bytes that a statement may have: "Service Quotas" of Athena, maximum query string length.</summary>
    public const int MaxStatementBytes = 262_144;

    const string CatalogName = "awsdatacatalog";

    // Between file names, which may have spaces, commas and quotes in them.
    const char Separator = '\u001f';

    readonly string _dataFolder;
    readonly LocalBuckets _buckets;

    /// <param name="dataFolder">DIR, the folder that local mode keeps everything in.</param>
    /// <param name="table">The table that can be queried.</param>
    public AthenaEngine(string dataFolder, TableDefinition table)
    {
        _dataFolder = Path.GetFullPath(dataFolder);
        _buckets = new LocalBuckets(_dataFolder);
        Table = table;
        Catalog = new GlueCatalog(_dataFolder, table);
    }

    public TableDefinition Table { get; }

    public GlueCatalog Catalog { get; }

    /// <summary>Runs one statement. Rows come as they are read; dispose of the result.</summary>
    /// <param name="sql">A SELECT (or WITH, SHOW, DESCRIBE, EXPLAIN), or a statement about partitions; a semicolon may end it.</param>
    /// <param name="ct">Ends the query, also while rows are being read.</param>
    /// <exception cref="AthenaException">The statement cannot be read, is not allowed, or fails.</exception>
    public QueryResult Query(string sql, CancellationToken ct = default)
    {
        var started = Stopwatch.GetTimestamp();
        CheckLength(sql);
        return AthenaDdl.Parse(sql) is { } ddl ? Change(ddl, started) : Select(sql, started, ct);
    }

    /// <summary>Runs a statement for what it does, passing by its rows.</summary>
    /// <exception cref="AthenaException">The statement cannot be read, is not allowed, or fails.</exception>
    public QueryStatistics Execute(string sql, CancellationToken ct = default)
    {
        using var result = Query(sql, ct);
        while (result.Read())
        {
        }

        return result.Statistics;
    }

    /// <exception cref="AthenaException">The statement is empty or too long, in the words of AWS's validation.</exception>
    internal static void CheckLength(string sql)
    {
        var bytes = Encoding.UTF8.GetByteCount(sql);
        if (bytes is >= 1 and <= MaxStatementBytes)
            return;
        var constraint = bytes == 0 ? "greater than or equal to 1" : $"less than or equal to {MaxStatementBytes}";
        throw new AthenaException($"1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length {constraint}");
    }

    CatalogResult Change(DdlStatement statement, long started)
    {
        if (statement is ShowDatabases)
            return new CatalogResult([new ResultColumn("database_name", "varchar")], [[Table.Database]], Catalog.Partitions().Count, started);
        if (!(statement.Database ?? Table.Database).Equals(Table.Database, StringComparison.OrdinalIgnoreCase)
            || !statement.Table.Equals(Table.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new AthenaException($"Table not found {statement.Database ?? Table.Database}.{statement.Table}: there is {Table.Database}.{Table.Name}");
        }

        switch (statement)
        {
            case AddPartitions add:
                Catalog.Add([.. add.Partitions.Select(ToPartition)], add.IfNotExists);
                break;
            case DropPartitions drop:
                Catalog.Drop([.. drop.Partitions.Select(ValuesByKey)], drop.IfExists);
                break;
            case ShowPartitions:
                var partitions = Catalog.Partitions();
                return new CatalogResult([new ResultColumn("partition", "varchar")], partitions.Select(partition => new object?[] { partition.Name }), partitions.Count, started);
        }

        return new CatalogResult([], [], Catalog.Partitions().Count, started);
    }

    Partition ToPartition(PartitionSpecification specification)
    {
        var values = ValuesByKey(specification);
        var missing = Table.PartitionKeys.Where((_, i) => values[i] is null).ToList();
        if (missing.Count > 0)
            throw new AthenaException($"A partition to add has no value for {string.Join(", ", missing)}: {Table.Database}.{Table.Name} is partitioned by {string.Join(", ", Table.PartitionKeys)}");

        var name = Partition.NameOf(Table.PartitionKeys, values!);
        var text = specification.Location ?? $"{Table.Location.TrimEnd('/')}/{name}/";
        if (!S3Location.TryParse(text, out var location))
            throw new AthenaException($"The location of partition {name} is not an S3 location (s3://bucket/prefix/): '{text}'");
        return new Partition(name, values!, location.ToString());
    }

    string?[] ValuesByKey(PartitionSpecification specification)
    {
        var values = new string?[Table.PartitionKeys.Count];
        foreach (var (key, value) in specification.Values)
        {
            var index = Table.PartitionKeys.ToList().FindIndex(name => name.Equals(key, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                throw new AthenaException($"{key} is no partition key: {Table.Database}.{Table.Name} is partitioned by {string.Join(", ", Table.PartitionKeys)}");
            values[index] = value;
        }

        return values;
    }

    DuckDbResult Select(string sql, long started, CancellationToken ct)
    {
        var files = TableFiles.List(Catalog.Partitions(), Table.PartitionKeys, _buckets);
        ct.ThrowIfCancellationRequested();
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            connection.Open();
            CheckReadOnly(connection, sql);
            Prepare(connection, files);
            return DuckDbResult.Start(connection, sql, files, started, ct);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks DuckDB's own parser for the kind of the statement, before anything of it is bound or run.</summary>
    static void CheckReadOnly(DuckDBConnection connection, string sql)
    {
        var start = StartOfQuery(sql);
        using var command = new DuckDBCommand("SELECT json_serialize_sql($sql::VARCHAR)", connection);
        command.Parameters.Add(new DuckDBParameter("sql", sql[start..]));
        using var parsed = JsonDocument.Parse((string)command.ExecuteScalar()!);
        var root = parsed.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            throw root.GetProperty("error_type").GetString() == "parser"
                ? SyntaxError(sql, start, root)
                : new AthenaException("Only SELECT, WITH, SHOW, DESCRIBE and EXPLAIN of those can be run here, and ALTER TABLE ADD or DROP PARTITION: a query changes no data, setting or file");
        }

        var count = root.GetProperty("statements").GetArrayLength();
        if (count != 1)
            throw new AthenaException(count == 0 ? "The statement is empty" : "Only one statement can be run at a time");
    }

    /// <summary>Where that begins which an EXPLAIN explains, since EXPLAIN ANALYZE runs it; 0 for any other statement.</summary>
    static int StartOfQuery(string sql)
    {
        var tokens = new SqlTokens(sql);
        if (!tokens.TryTake("EXPLAIN"))
            return 0;
        _ = tokens.TryTake("ANALYZE");
        if (tokens.TryTake('('))
        {
            while (!tokens.TryTake(')'))
            {
                if (tokens.Take().Kind == SqlTokenKind.End)
                    throw SqlTokens.Error(sql, sql.Length, "expected ')', found the end of the statement");
            }
        }

        return tokens.Current.Offset;
    }

    static AthenaException SyntaxError(string sql, int start, JsonElement error)
    {
        var message = error.GetProperty("error_message").GetString()!;
        if (!error.TryGetProperty("position", out var position) || !int.TryParse(position.GetString(), out var codePoints))
            return new AthenaException(message);
        return SqlTokens.Error(sql, start + sql[start..].EnumerateRunes().Take(codePoints).Sum(rune => rune.Utf16SequenceLength), message);
    }

    void Prepare(DuckDBConnection connection, TableFiles files)
    {
        for (var i = 0; i < files.Groups.Count; i++)
        {
            using var command = new DuckDBCommand($"SET VARIABLE files_{i} = string_split($files, chr({(int)Separator}))", connection);
            command.Parameters.Add(new DuckDBParameter("files", string.Join(Separator, files.Groups[i].Files.Select(Sql.Path))));
            command.ExecuteNonQuery();
        }

        // A path is compared as it was written, with what stands for itself in a pattern, and as the one that links lead to.
        var linked = Directory.Exists(_buckets.Root) ? Directory.ResolveLinkTarget(_buckets.Root, returnFinalTarget: true) : null;
        string[] folders = [_dataFolder, Sql.Path(_dataFolder), linked?.FullName ?? _dataFolder];
        var schema = $"{CatalogName}.{Sql.Name(Table.Database)}";
        using var prepare = new DuckDBCommand(
            $"""
            ATTACH ':memory:' AS {CatalogName};
            CREATE SCHEMA {schema};
            USE {schema};
            {string.Concat(TrinoFunctions.Macros.Select(macro => $"CREATE MACRO {macro};\n"))}
            CREATE VIEW {Sql.Name(Table.Name)} AS {ViewOf(files)};
            SET TimeZone = 'UTC';
            SET integer_division = true;
            SET temp_directory = {Sql.Text(Path.Combine(Path.GetTempPath(), $"flowlogs-{Environment.ProcessId}"))};
            CALL enable_logging('FileSystem');
            SET allowed_directories = [{string.Join(", ", folders.Select(Sql.Text))}];
            SET enable_external_access = false;
            SET lock_configuration = true;
            """,
            connection);
        prepare.ExecuteNonQuery();
    }

    string ViewOf(TableFiles files)
    {
        if (files.Groups.Count == 0)
        {
            var none = Table.Columns.Select(column => $"CAST(NULL AS {HiveType.ToDuckDb(column.Name, column.Type)}) AS {Sql.Name(column.Name)}")
                .Concat(Table.PartitionKeys.Select(key => $"CAST(NULL AS VARCHAR) AS {Sql.Name(key)}"));
            return $"SELECT {string.Join(", ", none)} WHERE false";
        }

        // The schema, not the files, says which columns there are: a file without one of them gives NULL, and none is opened to find out.
        var columns = string.Join(", ", Table.Columns.Select(column => Sql.Name(column.Name)));
        var schema = string.Join(", ", Table.Columns.Select(column =>
            $"{Sql.Text(column.Name)}: {{name: {Sql.Text(column.Name)}, type: {Sql.Text(HiveType.ToDuckDb(column.Name, column.Type))}, default_value: NULL}}"));
        return string.Join(" UNION ALL ", files.Groups.Select((group, i) =>
            $"SELECT {columns}, {group.Layout.Columns} FROM read_parquet(getvariable('files_{i}'), {Sql.FileName} = true, hive_partitioning = false, schema = MAP {{{schema}}})"));
    }
}
