namespace Emulator.Athena.Dialect;

/// <summary>Trino's implicit conversions, and the conversions of CAST.</summary>
static class Coercion
{
    static readonly string[] Numbers = ["tinyint", "smallint", "integer", "bigint", "decimal", "real", "double"];
    static readonly string[] Instants = ["date", "timestamp", "timestamp with time zone"];

    static readonly Dictionary<string, string[]> Casts = new()
    {
        ["boolean"] = [.. Numbers, "varchar", "char", "json"],
        ["varchar"] = [.. Numbers, .. Instants, "boolean", "time", "char", "json", "ipaddress", "uuid", "varbinary",
            "interval day to second"],
        ["char"] = ["varchar"],
        ["date"] = [.. Instants, "varchar", "char", "json"],
        ["time"] = ["varchar", "char", "timestamp"],
        ["timestamp"] = [.. Instants, "time", "varchar", "char", "json"],
        ["timestamp with time zone"] = [.. Instants, "time", "varchar", "char"],
        ["json"] = [.. Numbers, "boolean", "varchar", "char", "date", "timestamp", "array", "map", "row"],
        ["ipaddress"] = ["varchar", "char", "varbinary"],
        ["varbinary"] = ["ipaddress", "uuid"],
        ["uuid"] = ["varchar", "varbinary"],
        ["interval day to second"] = ["varchar", "char"],
        ["interval year to month"] = ["varchar", "char"],
        ["array"] = ["json"],
        ["map"] = ["json"],
        ["row"] = ["json"],
    };

    /// <summary>
    /// Returns the type to which two types are converted before they are compared or joined; null if Trino converts neither.
    /// </summary>
    public static TrinoType? Common(TrinoType left, TrinoType right)
    {
        if (left.Equals(right) || right.Name == "unknown")
            return left;
        if (left.Name == "unknown")
            return right;
        if (left.IsNumber && right.IsNumber)
            return CommonNumber(left, right);
        if (left.IsText && right.IsText)
            return CommonText(left, right);
        var (first, second) = (System.Array.IndexOf(Instants, left.Name), System.Array.IndexOf(Instants, right.Name));
        if (first >= 0 && second >= 0)
            return CommonInstant(left, right, Math.Max(first, second));
        if (left.Name != right.Name)
            return null;
        return left.Name switch
        {
            "time" => TrinoType.Time(Math.Max(left.Length, right.Length)),
            "array" => Common(left.Arguments[0], right.Arguments[0]) is { } element ? TrinoType.Array(element) : null,
            "map" => Common(left.Arguments[0], right.Arguments[0]) is { } key && Common(left.Arguments[1], right.Arguments[1]) is { } value
                ? TrinoType.Map(key, value)
                : null,
            "row" => CommonRow(left, right),
            _ => left,
        };
    }

    /// <summary>Returns the common type of several types, or null without a common type.</summary>
    public static TrinoType? Common(IEnumerable<TrinoType> types)
    {
        TrinoType? common = TrinoType.Unknown;
        foreach (var type in types)
            common = common is null ? null : Common(common, type);
        return common;
    }

    /// <summary>Returns whether a value of one type is accepted as another type.</summary>
    public static bool CanCoerce(TrinoType from, TrinoType to)
    {
        if (from.Name == "unknown" || (from.IsZoned && to.IsZoned))
            return true;
        if (from.IsText && to is { Name: "varchar", Length: TrinoType.Unbounded })
            return from.Name == "varchar";
        return Common(from, to) is { } common && SameButForLength(common, to);
    }

    public static bool CanCast(TrinoType from, TrinoType to) => from.Name == "unknown" || from.Name == to.Name
        ? from.Arguments.Count == to.Arguments.Count && from.Arguments.Zip(to.Arguments).All(pair => CanCast(pair.First, pair.Second))
        || from.Name == "unknown"
        : (from.IsNumber && (to.IsNumber || to.Name is "boolean" or "varchar" or "json" or "char"))
        || (Casts.TryGetValue(from.Name, out var targets) && targets.Contains(to.Name));

    static bool SameButForLength(TrinoType one, TrinoType other) =>
        one.Name == other.Name
        && (one.Name is not "decimal" || (one.Length == other.Length && one.Scale == other.Scale))
        && one.Arguments.Count == other.Arguments.Count
        && one.Arguments.Zip(other.Arguments).All(pair => SameButForLength(pair.First, pair.Second));

    static TrinoType CommonNumber(TrinoType left, TrinoType right)
    {
        var rank = Math.Max(System.Array.IndexOf(Numbers, left.Name), System.Array.IndexOf(Numbers, right.Name));
        if (Numbers[rank] != "decimal")
            return System.Array.IndexOf(Numbers, left.Name) == rank ? left : right;
        var (one, other) = (AsDecimal(left), AsDecimal(right));
        var scale = Math.Max(one.Scale, other.Scale);
        return TrinoType.Decimal(Math.Min(38, Math.Max(one.Length - one.Scale, other.Length - other.Scale) + scale), scale);
    }

    /// <summary>Returns the decimal type that can represent all values of an integer type.</summary>
    public static TrinoType AsDecimal(TrinoType type) => type.Name switch
    {
        "tinyint" => TrinoType.Decimal(3, 0),
        "smallint" => TrinoType.Decimal(5, 0),
        "integer" => TrinoType.Decimal(10, 0),
        "bigint" => TrinoType.Decimal(19, 0),
        _ => type,
    };

    static TrinoType CommonText(TrinoType left, TrinoType right)
    {
        var length = left.Length == TrinoType.Unbounded || right.Length == TrinoType.Unbounded ? TrinoType.Unbounded
            : Math.Max(left.Length, right.Length);
        return left.Name == right.Name && left.Name == "varchar" || length == TrinoType.Unbounded ? TrinoType.VarcharOf(length)
            : TrinoType.CharOf(length);
    }

    static TrinoType CommonInstant(TrinoType left, TrinoType right, int rank) => rank switch
    {
        0 => left,
        1 => TrinoType.Timestamp(Math.Max(left.Length, right.Length)),
        _ => TrinoType.Zoned(left.IsZoned ? left.Zone : right.Zone, Math.Max(left.Length, right.Length)),
    };

    static TrinoType? CommonRow(TrinoType left, TrinoType right)
    {
        if (left.Arguments.Count != right.Arguments.Count)
            return null;
        var fields = left.Arguments.Zip(right.Arguments, Common).ToList();
        return fields.Contains(null)
            ? null
            : TrinoType.Row(fields!, [.. left.FieldNames.Zip(right.FieldNames, (one, other) => one == other ? one : null)]);
    }
}
