namespace Emulator.Athena.Dialect;

/// <summary>The form in which a query returns values of types that DuckDB has in another form.</summary>
static class ResultForm
{
    /// <summary>Returns the SQL of a value in the form that the reader of results expects.</summary>
    public static string Of(TrinoType type, string sql) => type.Name switch
    {
        "ipaddress" => $"athena_ip_text({sql})",
        "interval day to second" or "interval year to month" => Casts.IntervalNumber(type, sql),
        "json" => $"CAST({sql} AS VARCHAR)",
        "uuid" => $"CAST({sql} AS VARCHAR)",
        "array" when IsNeeded(type.Arguments[0]) => $"list_transform({sql}, lambda o: {Of(type.Arguments[0], "o")})",
        "row" when type.Arguments.Any(IsNeeded) =>
            $"CASE WHEN {sql} IS NOT NULL THEN "
            + $"struct_pack({string.Join(", ", type.Arguments.Select((field, i) => Field(sql, type.FieldName(i), field)))}) END",
        "map" when type.Arguments.Any(IsNeeded) =>
            $"map(list_transform(map_keys({sql}), lambda o: {Of(type.Arguments[0], "o")}), list_transform(map_values({sql}), lambda "
            + $"o: {Of(type.Arguments[1], "o")}))",
        _ => sql,
    };

    /// <summary>Returns whether values of the type have another form in DuckDB.</summary>
    public static bool IsNeeded(TrinoType type) =>
        type.Name is "ipaddress" or "json" or "uuid" || type.IsInterval || type.Arguments.Any(IsNeeded);

    static string Field(string row, string name, TrinoType type) =>
        $"{Sql.Name(name)} := {Of(type, $"struct_extract({row}, {Sql.Text(name)})")}";
}
