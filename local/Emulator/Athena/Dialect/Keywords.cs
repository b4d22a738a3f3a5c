namespace Emulator.Athena.Dialect;

/// <summary>The words with a meaning of their own in Athena's SQL and in DuckDB's parser.</summary>
static class Keywords
{
    /// <summary>The words that a query starts with.</summary>
    public static readonly string[] Queries = ["SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN"];

    /// <summary>"Escape reserved keywords in queries" of Athena's User Guide, SELECT statements.</summary>
    public static readonly HashSet<string> Reserved = new(
        [
            "ALTER", "AND", "AS", "BETWEEN", "BY", "CASE", "CAST", "CONSTRAINT", "CREATE", "CROSS", "CUBE", "CURRENT_CATALOG",
            "CURRENT_DATE", "CURRENT_PATH", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "DEALLOCATE", "DELETE",
            "DESCRIBE", "DISTINCT", "DROP", "ELSE", "END", "ESCAPE", "EXCEPT", "EXECUTE", "EXISTS", "EXTRACT", "FALSE", "FIRST", "FOR",
            "FROM", "FULL", "GROUP", "GROUPING", "HAVING", "IN", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "JOIN", "JSON_ARRAY",
            "JSON_EXISTS", "JSON_OBJECT", "JSON_QUERY", "JSON_TABLE", "JSON_VALUE", "LAST", "LEFT", "LIKE", "LISTAGG", "LOCALTIME",
            "LOCALTIMESTAMP", "NATURAL", "NORMALIZE", "NOT", "NULL", "OF", "ON", "OR", "ORDER", "OUTER", "PREPARE", "RECURSIVE", "RIGHT",
            "ROLLUP", "SELECT", "SKIP", "TABLE", "THEN", "TRIM", "TRUE", "UESCAPE", "UNION", "UNNEST", "USING", "VALUES", "WHEN", "WHERE",
            "WITH",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reserved words that DuckDB's parser accepts as names. Trino's grammar has them only before a parenthesis, or not at all.
    /// </summary>
    public static readonly HashSet<string> AcceptedAsNames = new(
        [
            "ALTER", "CREATE", "CUBE", "DEALLOCATE", "DELETE", "DESCRIBE", "DROP", "EXECUTE", "EXISTS", "EXTRACT", "FIRST", "GROUPING",
            "INSERT", "JSON_ARRAY", "JSON_EXISTS", "JSON_OBJECT", "JSON_QUERY", "JSON_TABLE", "JSON_VALUE", "LAST", "LISTAGG", "NORMALIZE",
            "OF", "PREPARE", "RECURSIVE", "ROLLUP", "SKIP", "TRIM", "UESCAPE", "UNNEST",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that a name can follow.</summary>
    public static readonly string[] BeforeNames =
    [
        "SELECT", "DISTINCT", "ALL", "WHERE", "HAVING", "ON", "AND", "OR", "NOT", "BY", "FROM", "JOIN", "WHEN", "THEN", "ELSE", "CASE",
        "IN", "BETWEEN", "LIKE", "IS", "AS",
    ];

    /// <summary>Names in Athena that DuckDB's parser accepts only in double quotes.</summary>
    public static readonly HashSet<string> OfParser = new(
        [
            "ALL", "ANALYZE", "ANY", "ARRAY", "ASC", "ASYMMETRIC", "BOTH", "CHECK", "COLLATE", "COLUMN", "DEFAULT", "DEFERRABLE", "DESC",
            "DO", "FETCH", "FOREIGN", "INITIALLY", "LATERAL", "LEADING", "LIMIT", "OFFSET", "ONLY", "PIVOT", "PLACING", "PRIMARY",
            "QUALIFY", "REFERENCES", "RETURNING", "SHOW", "SOME", "SUMMARIZE", "SYMMETRIC", "TO", "TRAILING", "UNIQUE", "UNPIVOT",
            "VARIADIC", "WINDOW",
        ],
        StringComparer.OrdinalIgnoreCase);
}
