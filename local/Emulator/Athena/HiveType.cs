using System.Globalization;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>The valid types of a Glue table's columns ("Data types in Amazon Athena"), with DuckDB's names.</summary>
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

    /// <exception cref="AthenaException">Local mode does not support the type.</exception>
    public static string ToDuckDb(string column, string type)
    {
        var name = type.Split('(')[0].Trim();
        if (name.Equals("decimal", StringComparison.OrdinalIgnoreCase) && IsDecimal(type))
            return type.ToUpperInvariant();
        if (DuckDbNames.TryGetValue(name, out var duckDb))
            return duckDb;
        throw new AthenaException($"Local mode does not support the type {type} of column {column}.");
    }

    /// <summary>The type in queries.</summary>
    /// <exception cref="AthenaException">Local mode does not support the type.</exception>
    public static TrinoType ToTrino(string column, string type)
    {
        var name = type.Split('(')[0].Trim().ToLowerInvariant();
        var numbers = type.Contains('(') ? type[(type.IndexOf('(') + 1)..].TrimEnd(')', ' ').Split(',')
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray() : [];
        return name switch
        {
            "boolean" => TrinoType.Boolean,
            "tinyint" => TrinoType.TinyInt,
            "smallint" => TrinoType.SmallInt,
            "int" or "integer" => TrinoType.Integer,
            "bigint" => TrinoType.BigInt,
            "float" => TrinoType.Real,
            "double" => TrinoType.Double,
            "string" => TrinoType.Varchar,
            "varchar" => TrinoType.VarcharOf(numbers.Length > 0 ? numbers[0] : TrinoType.Unbounded),
            "char" => TrinoType.CharOf(numbers.Length > 0 ? numbers[0] : 1),
            "binary" => TrinoType.Varbinary,
            "date" => TrinoType.Date,
            "timestamp" => TrinoType.Timestamp(),
            "decimal" => TrinoType.Decimal(numbers.Length > 0 ? numbers[0] : 10, numbers.Length > 1 ? numbers[1] : 0),
            _ => throw new AthenaException($"Local mode does not support the type {type} of column {column}."),
        };
    }

    static bool IsDecimal(string type) => type.All(c => char.IsAsciiLetterOrDigit(c) || c is '(' or ')' or ',' or ' ');
}
