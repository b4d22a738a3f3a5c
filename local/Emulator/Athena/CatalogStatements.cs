using System.Text.RegularExpressions;

namespace Emulator.Athena;

/// <summary>The results of SHOW and DESCRIBE in Athena's form.</summary>
static class CatalogStatements
{
    const int ColumnWidth = 20;

    public static CatalogResult Answer(DdlStatement statement, TableDefinition table, IReadOnlyList<Partition> partitions, long started)
    {
        CatalogResult Rows(string columns, IEnumerable<object?[]> rows) =>
            new([.. columns.Split(", ").Select(name => new ResultColumn(name, "varchar"))], rows, partitions.Count, started);

        return statement switch
        {
            ShowDatabases show => Rows("database_name", Matching(show.Pattern, table.Database)),
            ShowTables { Views: true } => Rows("views", []),
            ShowTables show => Rows("tab_name", Matching(show.Pattern, table.Name)),
            ShowColumns => Rows("field", Columns(table).Select(column => new object?[] { column.Name.PadRight(ColumnWidth) })),
            ShowCreateTable => Rows("createtab_stmt", CreateTable(table).Select(line => new object?[] { line })),
            ShowTableProperties => Rows("prpt_name, prpt_value", [["EXTERNAL", "TRUE"], ["classification", "parquet"]]),
            DescribeTable describe => Rows("col_name, data_type, comment", Describe(describe, table)),
            _ => Rows("partition", partitions.Select(partition => new object?[] { partition.Name })),
        };
    }

    static IEnumerable<(string Name, string Type)> Columns(TableDefinition table) =>
        table.Columns.Concat(table.PartitionKeys.Select(key => (key, "string")));

    /// <summary>Returns whether a name matches a pattern of SHOW: * matches any characters, | separates choices.</summary>
    static object?[][] Matching(string? pattern, string name)
    {
        if (pattern is null)
            return [[name]];
        var expression = string.Join('|', pattern.Split('|')
            .Select(part => Regex.Escape(part).Replace("\\*", ".*", StringComparison.Ordinal)));
        return Regex.IsMatch(name, $"^(?:{expression})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant) ? [[name]] : [];
    }

    static List<object?[]> Describe(DescribeTable statement, TableDefinition table)
    {
        object?[] Row(string name, string type, string comment) =>
            [name.PadRight(ColumnWidth), type.PadRight(ColumnWidth), comment.PadRight(ColumnWidth)];

        if (statement.Column is { } wanted)
        {
            var found = Columns(table).FirstOrDefault(column => column.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
            return found.Name is null
                ? throw new AthenaException($"COLUMN_NOT_FOUND: Column '{wanted}' does not exist in {table.Database}.{table.Name}")
                : [Row(found.Name, found.Type, "")];
        }

        List<object?[]> rows = [.. Columns(table).Select(column => Row(column.Name, column.Type, ""))];
        if (table.PartitionKeys.Count > 0)
        {
            rows.AddRange([["", null, null], ["# Partition Information", null, null], Row("# col_name", "data_type", "comment"),
                ["", null, null]]);
            rows.AddRange(table.PartitionKeys.Select(key => Row(key, "string", "")));
        }

        return rows;
    }

    static IEnumerable<string> CreateTable(TableDefinition table)
    {
        IEnumerable<string> List(IReadOnlyList<(string Name, string Type)> columns) =>
            columns.Select((column, i) => $"  `{column.Name}` {column.Type}{(i < columns.Count - 1 ? ", " : ")")}");

        return
        [
            $"CREATE EXTERNAL TABLE `{table.Database}.{table.Name}`(",
            .. List(table.Columns),
            "PARTITIONED BY ( ",
            .. List([.. table.PartitionKeys.Select(key => (key, "string"))]),
            "ROW FORMAT SERDE ",
            "  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' ",
            "STORED AS INPUTFORMAT ",
            "  'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat' ",
            "OUTPUTFORMAT ",
            "  'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'",
            "LOCATION",
            $"  '{table.Location.TrimEnd('/')}'",
        ];
    }
}
