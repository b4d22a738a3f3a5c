namespace Emulator.Athena;

/// <summary>The types that a Glue table's columns may have ("Data types in Amazon Athena"), and what DuckDB calls them.</summary>
static class HiveType
{
    static readonly Dictionary<string, string> DuckDbNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["boolean"] = "BOOLEAN",
        ["tinyint"] = "TINYINT",
        ["smallint"] = "SMALLINT",
        ["int"] = "INTEGER",
        ["integer"] = "INTEGER",
        ["bigint"] = "BIGINT",
        ["float"] = "FLOAT",
        ["double"] = "DOUBLE",
        ["string"] = "VARCHAR",
        ["varchar"] = "VARCHAR",
        ["char"] = "VARCHAR",
        ["binary"] = "BLOB",
        ["date"] = "DATE",
        ["timestamp"] = "TIMESTAMP",
    };

    /// <exception cref="AthenaException">A type that local mode does not read.</exception>
    public static string ToDuckDb(string column, string type)
    {
        var name = type.Split('(')[0].Trim();
        if (name.Equals("decimal", StringComparison.OrdinalIgnoreCase) && IsDecimal(type))
            return type.ToUpperInvariant();
        if (DuckDbNames.TryGetValue(name, out var duckDb))
            return duckDb;
        throw new AthenaException($"Column {column} has the type {type}, which local mode does not read.");
    }

    static bool IsDecimal(string type) => type.All(c => char.IsAsciiLetterOrDigit(c) || c is '(' or ')' or ',' or ' ');
}
