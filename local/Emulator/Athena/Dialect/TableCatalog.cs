namespace Emulator.Athena.Dialect;

/// <summary>A table that a query can name.</summary>
/// <param name="Sql">DuckDB's SQL, without alias.</param>
/// <param name="Fields">The columns; their SQL follows the alias and a dot.</param>
sealed record TableSource(string Sql, IReadOnlyList<Field> Fields);

/// <summary>The tables that queries can name: the table itself, its partitions, and the schema of both.</summary>
/// <param name="table">The table.</param>
/// <param name="partitions">Its partitions, which are read only if a query names them.</param>
sealed class TableCatalog(TableDefinition table, Func<IReadOnlyList<Partition>> partitions)
{
    public const string Path = "$path";

    public const string InformationSchema = "information_schema";

    /// <summary>A further table that queries can name, unlisted.</summary>
    public TemporaryTable? Temporary { get; init; }

    public string Database => table.Database;

    /// <summary>DuckDB's name of the table.</summary>
    public string TableSql => Sql.Name(table.Name);

    public IEnumerable<string> TableNames => [table.Name];

    public bool HasSchema(string schema) => Is(schema, table.Database) || Is(schema, InformationSchema);

    public TableSource? Find(string schema, string name)
    {
        if (Is(schema, InformationSchema))
            return Information(name.ToLowerInvariant());
        if (schema.Length > 0 && !Is(schema, table.Database))
            return null;
        if (Is(name, table.Name))
        {
            var columns = Columns().Select((column, i) =>
                new Field(column.Name, column.Type, Sql.Name(column.Name)) { Files = i < table.Columns.Count ? null : table.Name });
            return new TableSource(TableSql,
                [.. columns, new Field(Path, TrinoType.Varchar, Sql.Name(Path)) { IsHidden = true, Files = table.Name }]);
        }

        if (Temporary is { } temporary && Is(name, temporary.Name))
        {
            return new TableSource(
                Sql.Name(name), [.. temporary.Columns.Select(column => new Field(column.Name, column.Type, Sql.Name(column.Name)))]);
        }

        return Is(name, $"{table.Name}$partitions") ? Rows(table.PartitionKeys, partitions().Select(partition => partition.Values)) : null;
    }

    /// <summary>Names and types of the table's columns and partition keys.</summary>
    public IEnumerable<(string Name, TrinoType Type)> Columns() =>
        table.Columns.Select(column => (column.Name, HiveType.ToTrino(column.Name, column.Type)))
            .Concat(table.PartitionKeys.Select(key => (key, TrinoType.Varchar)));

    TableSource? Information(string name) => name switch
    {
        "schemata" => Rows(["catalog_name", "schema_name"], [["awsdatacatalog", table.Database]]),
        "tables" => Rows(
            ["table_catalog", "table_schema", "table_name", "table_type"], [["awsdatacatalog", table.Database, table.Name, "BASE TABLE"]]),
        "views" => Rows(["table_catalog", "table_schema", "table_name", "view_definition"], []),
        "columns" => Rows(
            ["table_catalog", "table_schema", "table_name", "column_name", "ordinal_position", "column_default", "is_nullable",
                "data_type"],
            Columns().Select((column, i) =>
                new string?[] { "awsdatacatalog", table.Database, table.Name, column.Name, $"{i + 1}", null, "YES",
                column.Type.ToString() }),
            number: "ordinal_position"),
        _ => null,
    };

    static TableSource Rows(IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string?>> rows, string? number = null)
    {
        var lines = rows.Select(row =>
            $"({string.Join(", ", row.Select(value => value is null ? "CAST(NULL AS VARCHAR)" : Sql.Text(value)))})").ToList();
        var list = string.Join(", ", names.Select(name => name == number ? $"CAST({Sql.Name(name)} AS BIGINT) AS {Sql.Name(name)}"
            : $"CAST({Sql.Name(name)} AS VARCHAR) AS {Sql.Name(name)}"));
        var values = lines.Count > 0 ? $"(VALUES {string.Join(", ", lines)})"
            : $"(SELECT {string.Join(", ", names.Select(_ => "NULL"))} WHERE false)";
        return new TableSource(
            $"(SELECT {list} FROM {values} AS v({string.Join(", ", names.Select(Sql.Name))}))",
            [.. names.Select(name => new Field(name, name == number ? TrinoType.BigInt : TrinoType.Varchar, Sql.Name(name)))]);
    }

    static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
