
namespace Emulator.Athena.Dialect;

/// <summary>
/// A type of Athena's engine, as Trino writes it: <c>varchar(3)</c>, <c>array(bigint)</c>, <c>timestamp(3) with time zone</c>.
/// </summary>
sealed class TrinoType : IEquatable<TrinoType>
{
    public const int Unbounded = -1;

    public static readonly TrinoType Unknown = new("unknown");
    public static readonly TrinoType Boolean = new("boolean");
    public static readonly TrinoType TinyInt = new("tinyint");
    public static readonly TrinoType SmallInt = new("smallint");
    public static readonly TrinoType Integer = new("integer");
    public static readonly TrinoType BigInt = new("bigint");
    public static readonly TrinoType Real = new("real");
    public static readonly TrinoType Double = new("double");
    public static readonly TrinoType Varchar = new("varchar") { Length = Unbounded };
    public static readonly TrinoType Varbinary = new("varbinary");
    public static readonly TrinoType Date = new("date");
    public static readonly TrinoType Json = new("json");
    public static readonly TrinoType IpAddress = new("ipaddress");
    public static readonly TrinoType IntervalDays = new("interval day to second");
    public static readonly TrinoType IntervalMonths = new("interval year to month");

    TrinoType(string name) => Name = name;

    /// <summary>The type without its parameters: <c>timestamp with time zone</c>.</summary>
    public string Name { get; }

    /// <summary>Characters of a varchar or char, digits of a decimal, decimals of a time's seconds.</summary>
    public int Length { get; private init; }

    public int Scale { get; private init; }

    /// <summary>Element of an array, key and value of a map, fields of a row, parameters and result of a lambda.</summary>
    public IReadOnlyList<TrinoType> Arguments { get; private init; } = [];

    public IReadOnlyList<string?> FieldNames { get; private init; } = [];

    /// <summary>The zone in which a timestamp with time zone is shown. Its value is an instant.</summary>
    public string Zone { get; private init; } = "UTC";

    public bool IsInteger => Name is "tinyint" or "smallint" or "integer" or "bigint";

    public bool IsNumber => IsInteger || Name is "real" or "double" or "decimal";

    public bool IsText => Name is "varchar" or "char";

    public bool IsZoned => Name == "timestamp with time zone";

    public bool IsInterval => Name is "interval day to second" or "interval year to month";

    public bool IsOrderable => Name is not ("json" or "map" or "function")
        && (Name is not ("array" or "row") || Arguments.All(type => type.IsOrderable));

    public static TrinoType VarcharOf(int length) => new("varchar") { Length = length };

    public static TrinoType CharOf(int length) => new("char") { Length = length };

    public static TrinoType Decimal(int precision, int scale) => new("decimal") { Length = precision, Scale = scale };

    public static TrinoType Timestamp(int precision = 3) => new("timestamp") { Length = precision };

    public static TrinoType Time(int precision = 3) => new("time") { Length = precision };

    public static TrinoType Zoned(string zone, int precision = 3) => new("timestamp with time zone") { Length = precision, Zone = zone };

    public static TrinoType Array(TrinoType element) => new("array") { Arguments = [element] };

    public static TrinoType Map(TrinoType key, TrinoType value) => new("map") { Arguments = [key, value] };

    public static TrinoType Row(IReadOnlyList<TrinoType> fields, IReadOnlyList<string?> names) =>
        new("row") { Arguments = fields, FieldNames = names };

    public static TrinoType Function(IReadOnlyList<TrinoType> parametersAndResult) => new("function") { Arguments = parametersAndResult };

    /// <summary>A variable of a signature, such as T.</summary>
    public static TrinoType Variable(string name) => new(name);

    /// <summary>The digits of a decimal number in DuckDB, which writes .5 for 0.5 if all digits are decimals.</summary>
    public int DuckDbPrecision => Math.Min(38, Math.Max(Length, Scale + 1));

    /// <summary>The type of the values in DuckDB.</summary>
    public string DuckDb => Name switch
    {
        "unknown" => "INTEGER",
        "real" => "FLOAT",
        "decimal" => $"DECIMAL({DuckDbPrecision}, {Scale})",
        "varchar" or "char" or "ipaddress" => "VARCHAR",
        "varbinary" => "BLOB",
        "timestamp" or "timestamp with time zone" => "TIMESTAMP",
        "interval day to second" or "interval year to month" => "INTERVAL",
        "array" => $"{Arguments[0].DuckDb}[]",
        "map" => $"MAP({Arguments[0].DuckDb}, {Arguments[1].DuckDb})",
        "row" => $"STRUCT({string.Join(", ", Arguments.Select((part, i) => $"{Sql.Name(FieldName(i))} {part.DuckDb}"))})",
        _ => Name.ToUpperInvariant(),
    };

    public string FieldName(int field) => FieldNames[field] ?? $"field{field}";

    public bool Equals(TrinoType? other) => other is not null && Zone == other.Zone && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as TrinoType);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name switch
    {
        "varchar" when Length == Unbounded => Name,
        "varchar" or "char" or "time" or "timestamp" => $"{Name}({Length})",
        "timestamp with time zone" => $"timestamp({Length}) with time zone",
        "decimal" => $"decimal({Length},{Scale})",
        "row" => $"row({string.Join(", ", Arguments.Select((part, i) => FieldNames[i] is { } name ? $"{name} {part}" : part.ToString()))})",
        _ when Arguments.Count > 0 => $"{Name}({string.Join(", ", Arguments)})",
        _ => Name,
    };
}
