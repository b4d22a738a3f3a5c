using System.Diagnostics;
using System.Text;
using DuckDB.NET.Data;
using Emulator.Athena.Dialect;
using Emulator.S3;

namespace Emulator.Athena;

/// <summary>
/// Athena in small: one table of the Glue catalog, its statements about partitions, and queries over the registered partitions' Parquet
/// files, which DuckDB runs. A query only reads, and only below the data folder.
/// </summary>
public sealed class AthenaEngine
{
    /// <summary>The maximum size of a statement in bytes: "Service Quotas" of Athena, maximum query string length.</summary>
    public const int MaxStatementBytes = 262_144;

    // "Service Quotas" of Athena, DML query timeout.
    internal static readonly TimeSpan LongestQuery = TimeSpan.FromMinutes(30);

    readonly string _dataFolder;
    readonly LocalBuckets _buckets;

    /// <param name="dataFolder">The data folder.</param>
    /// <param name="table">The table that can be queried.</param>
    public AthenaEngine(string dataFolder, TableDefinition table)
    {
        _dataFolder = Path.GetFullPath(dataFolder);
        _buckets = new LocalBuckets(_dataFolder);
        Table = table;
        Catalog = new GlueCatalog(_dataFolder, table);
    }

    public TableDefinition Table { get; }

    string PartitionedBy => $"{Table.Database}.{Table.Name} is partitioned by {string.Join(", ", Table.PartitionKeys)}";

    public GlueCatalog Catalog { get; }

    /// <summary>Starts a session for several queries.</summary>
    public QuerySession OpenSession()
    {
        var partitions = Catalog.Partitions();
        return new QuerySession(
            Table, partitions, TableFiles.List(partitions, Table.PartitionKeys, _buckets), _buckets.Root, FoldersToRead());
    }

    /// <summary>Runs one statement. Its rows are read on demand; dispose of the result.</summary>
    /// <param name="sql">A SELECT (or WITH, SHOW, DESCRIBE, EXPLAIN), or a statement about partitions, optionally with a semicolon.</param>
    /// <param name="ct">Cancels the query, also while rows are being read.</param>
    /// <exception cref="AthenaException">The statement is invalid, not allowed, or fails.</exception>
    public QueryResult Query(string sql, CancellationToken ct = default) => Query(sql, LongestQuery, ct);

    /// <summary>Runs one statement with a time limit, which includes reading its rows.</summary>
    /// <exception cref="AthenaException">The statement is invalid, not allowed, fails, or exceeds the limit.</exception>
    public QueryResult Query(string sql, TimeSpan timeLimit, CancellationToken ct = default)
    {
        var started = Stopwatch.GetTimestamp();
        CheckLength(sql);
        return AthenaDdl.Parse(sql) is { } ddl ? Change(ddl, started)
            : Select(sql, started, new QueryDeadline(timeLimit, ct));
    }

    /// <summary>Returns the locations of a statement that have no folder yet.</summary>
    /// <exception cref="AthenaException">A location is not valid.</exception>
    internal IEnumerable<S3Location> MissingLocations(AddPartitions add) => add.Partitions.Select(ToPartition)
        .Select(partition => S3Location.TryParse(partition.Location, out var location) ? location
        : throw new AthenaException($"Invalid location '{partition.Location}'."))
        .Where(location => !Directory.Exists(_buckets.FolderOf(location)));

    /// <exception cref="AthenaException">The statement is empty or too long, in the words of AWS's validation.</exception>
    internal static void CheckLength(string sql)
    {
        var bytes = Encoding.UTF8.GetByteCount(sql);
        if (bytes is >= 1 and <= MaxStatementBytes)
            return;
        var constraint = bytes == 0 ? "greater than or equal to 1" : $"less than or equal to {MaxStatementBytes}";
        throw new AthenaException(
            $"1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length {constraint}");
    }

    CatalogResult Change(DdlStatement statement, long started)
    {
        CheckTable(statement);
        switch (statement)
        {
            case AddPartitions add:
                Catalog.Add([.. add.Partitions.Select(ToPartition)], add.IfNotExists);
                break;
            case DropPartitions drop:
                Catalog.Drop([.. drop.Partitions.Select(ValuesByKey)], drop.IfExists);
                break;
            default:
                return CatalogStatements.Answer(statement, Table, Catalog.Partitions(), started);
        }

        return new CatalogResult([], [], 0, started);
    }

    void CheckTable(DdlStatement statement)
    {
        var database = statement.Database ?? Table.Database;
        var isHere = database.Equals(Table.Database, StringComparison.OrdinalIgnoreCase);
        if (!isHere && statement.Table.Length == 0)
            throw new AthenaException($"{AthenaError.SchemaNotFound}: Database {database} does not exist. Use {Table.Database}.");
        if (!isHere || (statement.Table.Length > 0 && !statement.Table.Equals(Table.Name, StringComparison.OrdinalIgnoreCase)))
            throw new AthenaException($"Table not found {database}.{statement.Table}: there is {Table.Database}.{Table.Name}");
    }

    Partition ToPartition(PartitionSpecification specification)
    {
        var values = ValuesByKey(specification);
        var missing = Table.PartitionKeys.Where((_, i) => values[i] is null).ToList();
        if (missing.Count > 0)
        {
            throw new AthenaException(
                $"A partition to add has no value for {string.Join(", ", missing)}: {PartitionedBy}");
        }


        var name = Partition.NameOf(Table.PartitionKeys, values!);
        var text = specification.Location ?? $"{Table.Location.TrimEnd('/')}/{name}/";
        if (!S3Location.TryParse(text, out var location))
            throw new AthenaException($"The location of partition {name} is not an S3 location (s3://bucket/prefix/): '{text}'");
        return new Partition(name, location.ToString());
    }

    string?[] ValuesByKey(PartitionSpecification specification)
    {
        var values = new string?[Table.PartitionKeys.Count];
        foreach (var (key, value) in specification.Values)
        {
            var index = Table.PartitionKeys.ToList().FindIndex(name => name.Equals(key, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                throw new AthenaException($"{key} is not a partition key: {PartitionedBy}");
            values[index] = value;
        }

        return values;
    }

    DuckDbResult Select(string sql, long started, QueryDeadline deadline)
    {
        var instance = DuckDbInstance.Take();
        Translation translation;
        TableFiles files;
        try
        {
            (translation, files) = Translate(sql, instance.Parser, deadline);
        }
        catch
        {
            instance.Return();
            deadline.Dispose();
            throw;
        }

        DuckDBConnection? connection = null;
        try
        {
            instance = instance.With(DuckDbSession.Settings(Table, files, FoldersToRead(), translation));
            ScalarFunctions.Register(instance.Parser, translation.Sql, instance.Functions);
            connection = instance.Connect();
            DuckDbSession.Prepare(connection, Table, files, _buckets.Root, translation, deadline.Token);
            return DuckDbResult.Start(
                connection, translation, files, new DuckDbErrors(_buckets.Root), started, deadline, instance);
        }
        catch
        {
            connection?.Dispose();
            instance.Dispose();
            deadline.Dispose();
            throw;
        }
    }

    (Translation Translation, TableFiles Files) Translate(string sql, DuckDBConnection connection, QueryDeadline deadline)
    {
        var partitions = Catalog.Partitions();
        var catalog = new TableCatalog(Table, () => partitions);
        var translation = Translation.Of(sql, connection, catalog, DateTimeOffset.UtcNow);
        deadline.ThrowIfPassed();
        var files = TableFiles.List(partitions, Table.PartitionKeys, _buckets);
        deadline.ThrowIfPassed();
        return (translation, files);
    }

    /// <summary>The data folder, and the folder of its buckets if that is a link.</summary>
    IEnumerable<string> FoldersToRead() =>
        Directory.Exists(_buckets.Root) && Directory.ResolveLinkTarget(_buckets.Root, returnFinalTarget: true) is { } linked
            ? [_dataFolder, linked.FullName]
            : [_dataFolder];
}
