using static Emulator.Athena.Dialect.ExpressionAnalyzer;

namespace Emulator.Athena.Dialect;

/// <summary>DuckDB's SQL for casts. <see cref="TextCasts"/> has those of texts.</summary>
static class Casts
{
    public static string Plain(Typed value, TrinoType type) => $"CAST({value.Sql} AS {type.DuckDb})";

    public static string Rounded(Typed value, TrinoType type) => $"CAST(round({value.Sql}) AS {type.DuckDb})";

    /// <summary>Returns the SQL of a value as another type, which fails where Trino fails.</summary>
    public static string Of(Typed value, TrinoType type)
    {
        var (from, sql) = (value.Type, value.Sql);
        if (type is { Name: "varchar", Length: >= 0 } && from.Name is not ("varchar" or "char" or "unknown"))
            return Limited(Of(value, TrinoType.Varchar), type);
        if (from.IsText && TextCasts.Sql(value, type) is { } text)
            return $"coalesce({text}, CASE WHEN {sql} IS NOT NULL THEN {Failure(TextCasts.Message(sql, type), type)} END)";
        var plain = Plain(value, type);
        switch (from.Name, type.Name)
        {
            case ("unknown", _):
                return plain;
            case ("varchar" or "char", "varchar" or "char"):
                return type.Length < 0 || (from.Length >= 0 && from.Length <= type.Length) ? sql : $"left({sql}, {type.Length})";
            case ("json", _):
                return CastJson(sql, type);
            case ("array" or "map" or "row", "array" or "map" or "row") when from.DuckDb != type.DuckDb:
                return Nested(sql, from, type);
            case ("real", "json"):
                return $"to_json(CAST(CAST({sql} AS VARCHAR) AS DOUBLE))";
            case (_, "json"):
                return $"to_json({(from.Name is "timestamp" or "date" ? $"CAST({sql} AS VARCHAR)" : sql)})";
            case ("ipaddress", "varchar" or "char"):
                return $"athena_ip_text({sql})";
            case ("ipaddress", "varbinary"):
                return $"unhex({sql})";
            case ("varbinary", "ipaddress"):
                return $"lower(hex({sql}))";
            case ("varchar" or "char", "varbinary"):
                return $"encode({sql})";
            case ("varchar" or "char", "interval day to second"):
                return $"to_milliseconds(athena_parse_duration({ByRow(value)}))";
            case ("double" or "real", "varchar" or "char"):
                return $"athena_double_text(CAST({sql} AS DOUBLE), {(from.Name == "real" ? "true" : "false")})";
            case ("double" or "real", "tinyint" or "smallint" or "integer" or "bigint"):
                return Rounded(value, type);
            case ("timestamp" or "timestamp with time zone", "varchar" or "char"):
                var decimals = from.Length switch { 0 => "", <= 3 => ".%g", _ => ".%f" };
                return $"strftime({Zones.ToLocal(value)}, '%Y-%m-%d %H:%M:%S{decimals}{(from.IsZoned ? $" {from.Zone}" : "")}')";
            case ("timestamp with time zone", "date" or "timestamp" or "time"):
                return $"CAST({Zones.ToLocal(value)} AS {type.DuckDb})";
            case ("timestamp", "timestamp"):
                return type.Length >= from.Length ? sql : type.Length == 0 ? $"date_trunc('second', {sql} + to_milliseconds(500))" : sql;
            case ("interval day to second" or "interval year to month", "varchar" or "char"):
                return $"athena_interval_text({IntervalNumber(from, sql)}, {(from.Name == "interval day to second" ? "true" : "false")})";
            case ("time", "varchar" or "char"):
                return $"CAST({sql} AS VARCHAR)";
            default:
                return from.DuckDb == type.DuckDb ? sql : plain;
        }
    }

    /// <summary>Fails for longer texts: Trino cuts texts that become a shorter varchar(n), and refuses all other values.</summary>
    static string Limited(string text, TrinoType type) => $"CASE WHEN length({text}) > {type.Length} THEN "
        + $"{Failure($"'INVALID_CAST_ARGUMENT: Value ' || {text} || ' cannot be represented as {type}'", type)} ELSE {text} END";

    /// <summary>
    /// Casts what is inside of an array, map or row. DuckDB casts a row by the names of its fields, Trino by their positions.
    /// </summary>
    public static string Nested(string sql, TrinoType from, TrinoType type)
    {
        string Inner(int i, string value) => from.Arguments[i].DuckDb == type.Arguments[i].DuckDb && from.Arguments[i].Name != "unknown"
            ? value
            : Of(new Typed(from.Arguments[i], value, -1), type.Arguments[i]);
        return type.Name switch
        {
            "array" => $"list_transform({sql}, lambda v: {Inner(0, "v")})",
            "map" => $"map(list_transform(map_keys({sql}), lambda v: {Inner(0, "v")}), list_transform(map_values({sql}), lambda v: "
            + $"{Inner(1, "v")}))",
            _ => $"CASE WHEN {sql} IS NOT NULL THEN struct_pack({string.Join(", ", type.Arguments.Select((_, i) =>
                $"{Sql.Name(type.FieldName(i))} := {Inner(i, $"struct_extract({sql}, {Sql.Text(from.FieldName(i))})")}"))}) END",
        };
    }

    static string CastJson(string sql, TrinoType type) => type.Name switch
    {
        "varchar" or "char" => $"CASE WHEN json_type({sql}) IN ('OBJECT', 'ARRAY') THEN "
        + $"{Failure("'INVALID_CAST_ARGUMENT: Cannot cast a JSON array or object to varchar'", type)} ELSE json_extract_string({sql}, "
        + $"'$') END",
        "json" => sql,
        "row" => $"CASE WHEN json_type({sql}) = 'ARRAY' THEN {JsonArrayAsRow(sql, type)} ELSE CAST({sql} AS {type.DuckDb}) END",
        "array" or "map" => $"CAST({sql} AS {type.DuckDb})",
        "date" or "timestamp" => Of(new Typed(TrinoType.Varchar, $"json_extract_string({sql}, '$')", -1), type),
        _ => $"CAST(json_extract_string({sql}, '$') AS {type.DuckDb})",
    };

    static string JsonArrayAsRow(string sql, TrinoType type)
    {
        var fields = type.Arguments.Select((field, i) =>
            $"{Sql.Name(type.FieldName(i))} := {Of(new Typed(TrinoType.Json, $"json_extract({sql}, '$[{i}]')", -1), field)}");
        return $"CASE WHEN json_array_length({sql}) = {type.Arguments.Count} THEN struct_pack({string.Join(", ", fields)}) ELSE "
            + $"{Failure("'INVALID_CAST_ARGUMENT: Cannot cast to row: the array has another number of elements'", type)} END";
    }

    /// <summary>Milliseconds or months of an interval.</summary>
    public static string IntervalNumber(TrinoType type, string sql) => type.Name == "interval day to second"
        ? $"CAST(epoch_ms({sql}) AS BIGINT)"
        : $"(date_part('year', {sql}) * 12 + date_part('month', {sql}))";
}
