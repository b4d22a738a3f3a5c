using DuckDB.NET.Data;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>A separate DuckDB in memory for each query, configured like Athena's engine.</summary>
static class DuckDbSession
{
    const string CatalogName = "awsdatacatalog";

    const string Instant = "TIMESTAMP WITH TIME ZONE";

    // The separator of file names, which may contain spaces, commas and quotes.
    const char Separator = '\u001f';

    // Two queries run at once in the web server, beside the functions and the page: a query gets its share of the memory, and the disk
    // beyond it.
    const double ShareOfMemory = 0.3;

    public static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }

    /// <summary>Registers the table and forbids everything else: the query can then read only the folders, and change no setting.</summary>
    public static void Prepare(DuckDBConnection connection, TableDefinition table, TableFiles files, string root,
        IEnumerable<string> folders, string sql, TemporaryTable? temporary = null)
    {
        for (var i = 0; i < files.Groups.Count; i++)
        {
            using var command = new DuckDBCommand($"SET VARIABLE files_{i} = string_split($files, chr({(int)Separator}))", connection);
            command.Parameters.Add(new DuckDBParameter("files", string.Join(Separator, files.Groups[i].Files.Select(Sql.Path))));
            command.ExecuteNonQuery();
        }

        // DuckDB compares a path as written. The path of a table's file includes the escapes of a pattern.
        var allowed = folders.SelectMany(folder => new[] { folder, Sql.Path(folder) }).Distinct().Select(Sql.Text);
        var schema = $"{CatalogName}.{Sql.Name(table.Database)}";
        using var prepare = new DuckDBCommand(
            $"""
            ATTACH ':memory:' AS {CatalogName};
            CREATE SCHEMA {schema};
            USE {schema};
            CREATE VIEW {Sql.Name(table.Name)} AS {ViewOf(table, files, root)};
            {(temporary is null ? "" : $"CREATE VIEW {Sql.Name(temporary.Name)} AS FROM read_parquet({Sql.Text(temporary.File)});")}
            SET TimeZone = 'UTC';
            SET memory_limit = '{(long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMemory / (1 << 20))}MiB';
            SET temp_directory = {Sql.Text(Path.Combine(Path.GetTempPath(), $"flowlogs-{Environment.ProcessId}"))};
            SET disabled_optimizers = '{string.Join(',', OptimizersToDisable(sql, temporary))}';
            CALL enable_logging('FileSystem');
            SET allowed_directories = [{string.Join(", ", allowed)}];
            SET enable_external_access = false;
            SET lock_configuration = true;
            """,
            connection);
        prepare.ExecuteNonQuery();
    }

    static IEnumerable<string> OptimizersToDisable(string sql, TemporaryTable? temporary)
    {
        // DuckDB computes an expression that occurs twice only once, outside of TRY, where its failure ends the query.
        if (sql.Contains(ExpressionAnalyzer.TryStart, StringComparison.Ordinal))
            yield return "common_subexpressions";

        // DuckDB estimates a filtered table as smaller than a temporary one with all rows, and would build its hash tables from the former.
        if (temporary is not null)
            yield return "build_side_probe_side";
    }

    // Files say that their timestamps are instants. DuckDB's own cast of an instant to a timestamp asks a calendar for every row, which
    // takes several times as long as reading it; in UTC, a timestamp is the same number.
    static bool IsInstant(string hiveType) => hiveType.Equals("timestamp", StringComparison.OrdinalIgnoreCase);

    static string ViewOf(TableDefinition table, TableFiles files, string root)
    {
        if (files.Groups.Count == 0)
        {
            var none = table.Columns.Select(column =>
                $"CAST(NULL AS {HiveType.ToDuckDb(column.Name, column.Type)}) AS {Sql.Name(column.Name)}")
                .Concat(table.PartitionKeys.Append(TableCatalog.Path).Select(key => $"CAST(NULL AS VARCHAR) AS {Sql.Name(key)}"));
            return $"SELECT {string.Join(", ", none)} WHERE false";
        }

        // The file's S3 key, computed from its name alone, so that conditions on it can prune files.
        var path = $"'s3://' || substring({Sql.FileName}, {root.EnumerateRunes().Count() + 2}) AS {Sql.Name(TableCatalog.Path)}";

        // The schema determines the columns, not the files: a file without a column gives NULL, and no file is opened to find out.
        var columns = string.Join(", ", table.Columns.Select(column => IsInstant(column.Type)
            ? $"make_timestamp(epoch_us({Sql.Name(column.Name)})) AS {Sql.Name(column.Name)}"
            : Sql.Name(column.Name)));
        var schema = string.Join(", ", table.Columns.Select(column =>
            $"{Sql.Text(column.Name)}: {{name: {Sql.Text(column.Name)}, type: "
            + $"{Sql.Text(IsInstant(column.Type) ? Instant : HiveType.ToDuckDb(column.Name, column.Type))}, default_value: NULL}}"));
        return string.Join(" UNION ALL ", files.Groups.Select((group, i) =>
            $"SELECT {columns}, {group.Layout.Columns}, {path} FROM read_parquet(getvariable('files_{i}'), {Sql.FileName} = true, "
            + $"hive_partitioning = false, schema = MAP {{{schema}}})"));
    }
}
