using DuckDB.NET.Data;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>A separate DuckDB in memory for a query or a <see cref="QuerySession"/>, configured like Athena's engine.</summary>
static class DuckDbSession
{
    const string CatalogName = "awsdatacatalog";

    // Two queries run at once in the web server, beside the functions and the page: a query gets its share of the memory, and the disk
    // beyond it.
    const double ShareOfMemory = 0.3;

    // Below 4 MiB of Parquet a second thread costs more than it saves: a query of 9 small files takes 45 instead of 77 processor
    // milliseconds with one, and 49 instead of 90 milliseconds until its last row.
    const long MostBytesForOneThread = 4 << 20;

    /// <summary>The folder for rows that do not fit in memory. DuckDB creates the folder on demand, and deletes it on closing.</summary>
    public static string TemporaryFolder { get; } = Path.Combine(Path.GetTempPath(), $"flowlogs-{Environment.ProcessId}");

    /// <summary>Opens a DuckDB with one thread, and a limit of memory.</summary>
    public static DuckDBConnection Open()
    {
        var memory = (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMemory / (1 << 20));
        var connection = new DuckDBConnection($"DataSource=:memory:;threads=1;memory_limit={memory}MiB");
        connection.Open();
        return connection;
    }

    public static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = new DuckDBCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Returns the statements that forbid all that a query must not do: it can then read only the folders, and change no setting.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="files">Its files.</param>
    /// <param name="folders">The folders to read.</param>
    /// <param name="query">The query, whose reads are logged; null for the queries of a session.</param>
    public static string Settings(TableDefinition table, TableFiles files, IEnumerable<string> folders, Translation? query)
    {
        // DuckDB compares a path as written. The path of a table's file includes the escapes of a pattern.
        var allowed = folders.SelectMany(folder => new[] { folder, Sql.Path(folder) }).Distinct().Select(Sql.Text);
        var schema = SchemaOf(table);
        // A cache of files would hide reads from the log, and keep rows in memory between queries.
        return $"""
            ATTACH ':memory:' AS {CatalogName};
            CREATE SCHEMA {schema};
            USE {schema};
            SET GLOBAL TimeZone = 'UTC';
            {(files.AreLargerThan(MostBytesForOneThread) ? "RESET threads;" : "")}
            SET temp_directory = {Sql.Text(TemporaryFolder)};
            SET disabled_optimizers = '{string.Join(',', OptimizersToDisable(query))}';
            {(query is null ? "" : "SET enable_external_file_cache = false; CALL enable_logging('FileSystem');")}
            SET allowed_directories = [{string.Join(", ", allowed)}];
            SET enable_external_access = false;
            SET lock_configuration = true;
            """;
    }

    /// <summary>Empties the log of a DuckDB with these settings, and creates a query's views, which the connection alone sees.</summary>
    /// <param name="connection">A new connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="files">Its files.</param>
    /// <param name="root">The folder of the buckets.</param>
    /// <param name="query">The query.</param>
    /// <param name="ct">Ends the choice of files.</param>
    public static void Prepare(DuckDBConnection connection, TableDefinition table, TableFiles files, string root, Translation query,
        CancellationToken ct)
    {
        Execute(connection, $"USE {SchemaOf(table)}; CALL truncate_duckdb_logs()");
        TableViews.Create(connection, table, root, files.Groups, query, ct);
    }

    static string SchemaOf(TableDefinition table) => $"{CatalogName}.{Sql.Name(table.Database)}";

    static IEnumerable<string> OptimizersToDisable(Translation? query)
    {
        // DuckDB computes an expression that occurs twice only once, outside of TRY, where its failure ends the query.
        if (query is null || query.Sql.Contains(ExpressionAnalyzer.TryStart, StringComparison.Ordinal))
            yield return "common_subexpressions";

        // DuckDB estimates a filtered table as smaller than a temporary one with all rows, and would build its hash tables from the
        // filtered one.
        if (query is null)
            yield return "build_side_probe_side";
    }
}
