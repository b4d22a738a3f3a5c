using System.Globalization;
using DuckDB.NET.Data;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>The views of the table in DuckDB: one of all files, and one for each reference whose conditions choose files.</summary>
sealed class TableViews
{
    const string Instant = "TIMESTAMP WITH TIME ZONE";

    // The separator of file names, which may contain spaces, commas and quotes.
    const char Separator = '\u001f';

    readonly DuckDBConnection _connection;
    readonly TableDefinition _table;
    readonly IReadOnlyList<FileGroup> _groups;
    readonly string _path;
    readonly Dictionary<FileGroup, string> _lists = [];

    TableViews(DuckDBConnection connection, TableDefinition table, string root, IReadOnlyList<FileGroup> groups)
    {
        (_connection, _table, _groups) = (connection, table, groups);
        // The file's S3 key, computed from its name alone, so that conditions on it can prune files.
        _path = $"'s3://' || substring({Sql.FileName}, {root.EnumerateRunes().Count() + 2}) AS {Sql.Name(TableCatalog.Path)}";
    }

    /// <summary>Creates the views for a query, which this connection alone sees.</summary>
    /// <param name="connection">A connection without views. It gets the lists of files as variables.</param>
    /// <param name="table">The table.</param>
    /// <param name="root">The folder of the buckets.</param>
    /// <param name="groups">The table's files.</param>
    /// <param name="query">The query.</param>
    /// <param name="ct">Ends the choice of files; the query ends next.</param>
    public static void Create(DuckDBConnection connection, TableDefinition table, string root, IReadOnlyList<FileGroup> groups,
        Translation query, CancellationToken ct)
    {
        var views = new TableViews(connection, table, root, groups);
        views.Create(table.Name, groups);
        foreach (var (reference, conditions) in query.FileConditions)
            views.Create(reference, views.Matching(reference, conditions, ct));
    }

    void Create(string name, IReadOnlyList<FileGroup> groups) =>
        DuckDbSession.Execute(_connection, $"CREATE TEMP VIEW {Sql.Name(name)} AS {(groups.Count == 0 ? Empty() : Reading(groups))}");

    /// <summary>
    /// Returns the files whose rows can satisfy conditions on keys and path. DuckDB's own pruning ignores conditions that can fail, such as
    /// casts; evaluated here once for each file, they take microseconds. If one fails, all files are returned, and the query fails where
    /// it did.
    /// </summary>
    /// <param name="reference">The name of the table in the conditions.</param>
    /// <param name="conditions">Conditions of DuckDB, in the order of the statement.</param>
    /// <param name="ct">Ends the evaluation; the query ends next.</param>
    IReadOnlyList<FileGroup> Matching(string reference, IEnumerable<string> conditions, CancellationToken ct)
    {
        var groups = _groups;
        if (groups.Count == 0)
            return groups;
        var rows = string.Join(" UNION ALL ", groups.Select((group, i) =>
            $"SELECT {i} AS number, file, {group.Layout.Columns}, {_path} FROM (SELECT {NameIn(group)} AS {Sql.FileName}, file FROM "
            + $"(SELECT unnest({List(group)}) AS name, generate_subscripts({List(group)}, 1) AS file))"));
        // CASE evaluates a condition only for rows that satisfy the previous ones.
        var condition = conditions.Reverse().Aggregate("true", (inner, outer) => $"CASE WHEN {outer} THEN {inner} END");
        using var command = new DuckDBCommand(
            $"SELECT number, file FROM ({rows}) AS {reference} WHERE {condition} ORDER BY number, file", _connection);
        using var interruption = new Interruption(command, ct);
        try
        {
            using var reader = command.ExecuteReader();
            var files = groups.Select(_ => new List<string>()).ToList();
            while (reader.Read())
                files[reader.GetInt32(0)].Add(groups[reader.GetInt32(0)].Files[(int)reader.GetInt64(1) - 1]);
            return [.. groups.Zip(files, (group, left) => group with { Files = left }).Where(group => group.Files.Count > 0)];
        }
        catch (DuckDBException)
        {
            return groups;
        }
    }

    // Files say that their timestamps are instants. DuckDB's own cast of an instant to a timestamp asks a calendar for every row, which
    // takes several times as long as reading it; in UTC, a timestamp is the same number.
    static bool IsInstant(string hiveType) => hiveType.Equals("timestamp", StringComparison.OrdinalIgnoreCase);

    string Empty()
    {
        var columns = _table.Columns.Select(column =>
            $"CAST(NULL AS {HiveType.ToDuckDb(column.Name, column.Type)}) AS {Sql.Name(column.Name)}")
            .Concat(_table.PartitionKeys.Append(TableCatalog.Path).Select(key => $"CAST(NULL AS VARCHAR) AS {Sql.Name(key)}"));
        return $"SELECT {string.Join(", ", columns)} WHERE false";
    }

    string Reading(IReadOnlyList<FileGroup> groups)
    {
        // The schema determines the columns, not the files: a file without a column gives NULL, and no file is opened to find out.
        var columns = string.Join(", ", _table.Columns.Select(column => IsInstant(column.Type)
            ? $"make_timestamp(epoch_us({Sql.Name(column.Name)})) AS {Sql.Name(column.Name)}"
            : Sql.Name(column.Name)));
        var schema = string.Join(", ", _table.Columns.Select(column =>
            $"{Sql.Text(column.Name)}: {{name: {Sql.Text(column.Name)}, type: "
            + $"{Sql.Text(IsInstant(column.Type) ? Instant : HiveType.ToDuckDb(column.Name, column.Type))}, default_value: NULL}}"));
        return string.Join(" UNION ALL ", groups.Select(group =>
            $"SELECT {columns}, {group.Layout.Columns}, {_path} FROM read_parquet({List(group)}, {Sql.FileName} = true, "
            + $"hive_partitioning = false, schema = MAP {{{schema}}})"));
    }

    /// <summary>Returns the SQL of a list of a group's files.</summary>
    string List(FileGroup group)
    {
        if (!_lists.TryGetValue(group, out var list))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"files_{_lists.Count}");
            using var command = new DuckDBCommand($"SET VARIABLE {name} = string_split($files, chr({(int)Separator}))", _connection);
            command.Parameters.Add(new DuckDBParameter("files", string.Join(Separator, group.Files.Select(Sql.Path))));
            command.ExecuteNonQuery();
            _lists[group] = list = $"getvariable('{name}')";
        }

        return list;
    }

    /// <summary>Returns the SQL of a file's name, which is a pattern in the list.</summary>
    static string NameIn(FileGroup group) =>
        group.Files.Any(Sql.IsPattern) ? @"regexp_replace(name, '\[([*?[])\]', '\1', 'g')" : "name";
}
