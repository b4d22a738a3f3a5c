namespace Emulator.Athena.Dialect.Functions;

/// <summary>Functions of arrays and maps.</summary>
sealed class CollectionFunctions : FunctionGroup
{
    public CollectionFunctions()
    {
        Arrays();
        Maps();
    }

    void Arrays()
    {
        Topic("Array functions");
        Scalar("cardinality", "array(T) -> bigint", "CAST(len({0}) AS BIGINT)");
        Scalar(
            "contains",
            "array(T), T -> boolean",
            "CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL WHEN list_contains({0}, {1}) THEN true WHEN list_has_any(list_transform({0}, "
            + "lambda x: x IS NULL), [true]) THEN NULL ELSE false END");
        Scalar("element_at", "array(T), bigint -> T", "list_extract({0}, {1})");
        Scalar("array_distinct", "array(T) -> array(T)", DistinctOf("{0}"));
        Scalar("array_except", "array(T), array(T) -> array(T)",
            DistinctOf("list_filter({0}, lambda x: NOT list_has_any(list_transform({1}, lambda y: y IS NOT DISTINCT FROM x), [true]))"));
        Scalar("array_intersect", "array(T), array(T) -> array(T)",
            DistinctOf("list_filter({0}, lambda x: list_has_any(list_transform({1}, lambda y: y IS NOT DISTINCT FROM x), [true]))"));
        Scalar("array_union", "array(T), array(T) -> array(T)", DistinctOf("list_concat({0}, {1})"));
        Scalar("array_join", "array(T), literal varchar -> varchar",
            "coalesce(array_to_string({TEXT0}, {1}), CASE WHEN {0} IS NOT NULL THEN '' END)");
        Scalar("array_join", "array(T), varchar -> varchar", Joined("{TEXT0}", "{1}"));
        Scalar("array_join", "array(T), literal varchar, varchar -> varchar",
            "array_to_string(list_transform({TEXT0}, lambda x: coalesce(x, {2})), {1})");
        Scalar("array_join", "array(T), varchar, varchar -> varchar",
            Joined("list_transform({TEXT0}, lambda x: coalesce(x, {2}))", "{1}"));
        Scalar("array_max", "array(T) -> T", "CASE WHEN len({0}) = list_count({0}) THEN list_max({0}) END");
        Scalar("array_min", "array(T) -> T", "CASE WHEN len({0}) = list_count({0}) THEN list_min({0}) END");
        Scalar("array_position", "array(T), T -> bigint",
            "CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN CAST(coalesce(list_position({0}, {1}), 0) AS BIGINT) END");
        Scalar("array_remove", "array(T), T -> array(T)", "list_filter({0}, lambda x: x IS DISTINCT FROM {1})");
        Scalar("array_sort", "array(T) -> array(T)", "list_sort({0}, 'ASC', 'NULLS LAST')");
        Special(["array_sort"], "array(T), function(T,T,integer) -> array(T)", SpecialFunctions.SortedBy);
        Scalar("arrays_overlap", "array(T), array(T) -> boolean",
            "CASE WHEN list_has_any({0}, {1}) THEN true WHEN len({0}) = 0 OR len({1}) = 0 THEN false WHEN len({0}) <> list_count({0}) OR "
            + "len({1}) <> list_count({1}) THEN NULL ELSE false END");
        Scalar("concat", "array(T)... -> array(T)", "({||})");
        Scalar("flatten", "array(array(T)) -> array(T)", "flatten({0})");
        Scalar(
            "repeat",
            "T, bigint -> array(T)",
            "CASE WHEN {1} > 10000 THEN {!INVALID_FUNCTION_ARGUMENT: count argument of repeat function must be less than or equal to 10000}"
                + " ELSE list_transform(range({1}), lambda x: {0}) END");
        Scalar("slice", "array(T), bigint, bigint -> array(T)",
            "CASE WHEN {1} = 0 THEN {!INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1} WHEN {1} > len({0}) THEN [] WHEN {1} > 0 "
            + "THEN list_slice({0}, {1}, {1} - 1 + least({2}, len({0})))"
                + " WHEN -{1} > len({0}) THEN [] ELSE list_slice({0}, len({0}) + {1} + 1, len({0}) + {1} + least({2}, len({0}))) END");
        Scalar("trim_array", "array(T), bigint -> array(T)", "list_slice({0}, 1, len({0}) - {1})");
        Special(["sequence"], "bigint, bigint[, bigint] or times[, interval] -> array", SpecialFunctions.Sequence);
        Scalar("filter", "array(T), function(T,boolean) -> array(T)", "list_filter({0}, {1})");
        Scalar("transform", "array(T), function(T,U) -> array(U)", "list_transform({0}, {1})");
        Scalar("any_match", "array(T), function(T,boolean) -> boolean", AnyOf("list_transform({0}, {1})"));
        Scalar("all_match", "array(T), function(T,boolean) -> boolean",
            $"(NOT {AnyOf("list_transform(list_transform({0}, {1}), lambda x: NOT x)")})");
        Scalar("none_match", "array(T), function(T,boolean) -> boolean", $"(NOT {AnyOf("list_transform({0}, {1})")})");
        Special(["reduce"], "array(T), S, function(S,T,S), function(S,R) -> R", SpecialFunctions.Reduce);
        Special(["zip"], "array(T), array(U)... -> array(row)", SpecialFunctions.Zip);
        Special(["zip_with"], "array(T), array(U), function(T,U,R) -> array(R)", SpecialFunctions.ZipWith);
        Missing("combinations", "contains_sequence", "ngrams", "shuffle", "array_histogram", "euclidean_distance", "dot_product");
    }

    void Maps()
    {
        Topic("Map functions");
        Scalar("map", "-> map(unknown, unknown)", "MAP {}");
        Scalar("map", "array(K), array(V) -> map(K,V)", "map({0}, {1})");
        Scalar("cardinality", "map(K,V) -> bigint", "CAST(cardinality({0}) AS BIGINT)");
        Scalar("element_at", "map(K,V), K -> V", "map_extract_value({0}, {1})");
        Scalar("map_keys", "map(K,V) -> array(K)", "map_keys({0})");
        Scalar("map_values", "map(K,V) -> array(V)", "map_values({0})");
        Scalar("map_entries", "map(K,V) -> array(row(K,V))",
            "list_transform(map_entries({0}), lambda e: struct_pack(field0 := e.key, field1 := e.value))");
        Scalar("map_from_entries", "array(row(K,V)) -> map(K,V)", "map_from_entries({0})");
        Scalar("map_concat", "map(K,V), map(K,V)... -> map(K,V)", "CASE WHEN {&&} THEN map_concat({*}) END");
        Scalar("map_filter", "map(K,V), function(K,V,boolean) -> map(K,V)", "map_from_entries(list_filter(map_entries({0}), {E1}))");
        Scalar("transform_keys", "map(K,V), function(K,V,U) -> map(U,V)", "map(list_transform(map_entries({0}), {E1}), map_values({0}))");
        Scalar("transform_values", "map(K,V), function(K,V,U) -> map(K,U)", "map(map_keys({0}), list_transform(map_entries({0}), {E1}))");
        Missing("map_zip_with", "multimap_from_entries");
    }

    /// <summary>Whether a list of booleans has true; NULL if it does not but has NULL.</summary>
    static string AnyOf(string list) =>
        $"CASE WHEN list_contains({list}, true) THEN true WHEN len({list}) = list_count({list}) THEN false END";

    /// <summary>Keeps the first of equal elements, NULL too, in their order.</summary>
    static string DistinctOf(string list) =>
        $"list_transform(list_filter(list_zip({list}, range(1, len({list}) + 1)), lambda e: list_position(list_transform({list}, lambda "
        + $"y: y IS NOT DISTINCT FROM e[1]), true) = e[2]), lambda e: e[1])";
}
