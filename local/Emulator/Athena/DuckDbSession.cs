using DuckDB.NET.Data;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>A separate DuckDB in memory for each query, configured like Athena's engine.</summary>
static class DuckDbSession
{
    const string CatalogName = "awsdatacatalog";

    // Two queries run at once in the web server, beside the functions and the page: a query gets its share of the memory, and the disk
    // beyond it.
    const double ShareOfMemory = 0.3;

    public static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }

    public static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = new DuckDBCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Registers the table and forbids everything else: the query can then read only the folders, and change no setting.</summary>
    public static void Prepare(DuckDBConnection connection, TableDefinition table, TableFiles files, string root,
        IEnumerable<string> folders, Translation query, TemporaryTable? temporary, CancellationToken ct)
    {
        // DuckDB compares a path as written. The path of a table's file includes the escapes of a pattern.
        var allowed = folders.SelectMany(folder => new[] { folder, Sql.Path(folder) }).Distinct().Select(Sql.Text);
        var schema = $"{CatalogName}.{Sql.Name(table.Database)}";
        Execute(
            connection,
            $"""
            ATTACH ':memory:' AS {CatalogName};
            CREATE SCHEMA {schema};
            USE {schema};
            {(temporary is null ? "" : $"CREATE VIEW {Sql.Name(temporary.Name)} AS FROM read_parquet({Sql.Text(temporary.File)});")}
            SET TimeZone = 'UTC';
            SET memory_limit = '{(long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMemory / (1 << 20))}MiB';
            SET temp_directory = {Sql.Text(Path.Combine(Path.GetTempPath(), $"flowlogs-{Environment.ProcessId}"))};
            SET disabled_optimizers = '{string.Join(',', OptimizersToDisable(query.Sql, temporary))}';
            """);
        var views = new TableViews(connection, table, root);
        views.Create(table.Name, files.Groups);
        foreach (var (reference, conditions) in query.FileConditions)
            views.Create(reference, views.Matching(files.Groups, reference, conditions, ct));
        Execute(
            connection,
            $"""
            CALL enable_logging('FileSystem');
            SET allowed_directories = [{string.Join(", ", allowed)}];
            SET enable_external_access = false;
            SET lock_configuration = true;
            """);
    }

    static IEnumerable<string> OptimizersToDisable(string sql, TemporaryTable? temporary)
    {
        // DuckDB computes an expression that occurs twice only once, outside of TRY, where its failure ends the query.
        if (sql.Contains(ExpressionAnalyzer.TryStart, StringComparison.Ordinal))
            yield return "common_subexpressions";

        // DuckDB estimates a filtered table as smaller than a temporary one with all rows, and would build its hash tables from the
        // filtered one.
        if (temporary is not null)
            yield return "build_side_probe_side";
    }
}
