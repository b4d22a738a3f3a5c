namespace Emulator.Athena.Dialect.Functions;

/// <summary>Functions of many rows: aggregate and window functions.</summary>
sealed class AggregateFunctions : FunctionGroup
{
    public AggregateFunctions()
    {
        Aggregates();
        Windows();
    }

    void Aggregates()
    {
        Topic("Aggregate functions");
        Aggregate("count", "T -> bigint", "count({D}{0})");
        Aggregate("count", "-> bigint", "count(*)");
        Aggregate("count_if", "boolean -> bigint", "CAST(count_if({0}) AS BIGINT)");
        Aggregate("sum", "bigint -> bigint", "CAST(sum({D}{0}) AS BIGINT)");
        Aggregate("sum", "real -> real", "CAST(sum({D}{0}) AS FLOAT)");
        Aggregate("sum", "double -> double", "sum({D}{0})");
        Special(["sum", "avg"], "decimal(p,s) -> decimal", SpecialFunctions.DecimalAggregate, FunctionKind.Aggregate);
        Aggregate("avg", "double -> double", "avg({D}{0})");
        Aggregate("avg", "real -> real", "CAST(avg({D}{0}) AS FLOAT)");
        foreach (var name in new[] { "min", "max" })
        {
            Aggregate(name, "T -> T", $"{name}({{0}})");
            Aggregate(name, "T, bigint -> array(T)", $"{name}({{0}}, {{1}})");
            Aggregate($"{name}_by", "T, U -> T", $"arg_{name}_null({{0}}, {{1}})");
            Aggregate($"{name}_by", "T, U, bigint -> array(T)", $"arg_{name}({{0}}, {{1}}, {{2}})");
        }
        foreach (var name in new[] { "arbitrary", "any_value" })
            Aggregate(name, "T -> T", "any_value({0})");
        Aggregate("array_agg", "T -> array(T)", "array_agg({D}{0}{O})");
        Aggregate("bool_and", "boolean -> boolean", "bool_and({0})");
        Aggregate("every", "boolean -> boolean", "bool_and({0})");
        Aggregate("bool_or", "boolean -> boolean", "bool_or({0})");
        Aggregate("bitwise_and_agg", "bigint -> bigint", "bit_and({0})");
        Aggregate("bitwise_or_agg", "bigint -> bigint", "bit_or({0})");
        Aggregate("bitwise_xor_agg", "bigint -> bigint", "bit_xor({0})");
        Aggregate("approx_distinct", "T -> bigint", "CAST(approx_count_distinct({0}) AS BIGINT)");
        Aggregate("approx_distinct", "T, double -> bigint", "CAST(approx_count_distinct({0}) AS BIGINT)");
        foreach (var type in new[] { "bigint", "real", "double" })
        {
            Aggregate("approx_percentile", $"{type}, literal double -> {type}", "CAST(approx_quantile({0}, CAST({1} AS FLOAT)) AS {T})");
            Aggregate("approx_percentile", $"{type}, literal array(double) -> array({type})",
                "CAST(approx_quantile({0}, CAST({1} AS FLOAT[])) AS {T})");
        }
        Special(["approx_percentile"], "T, weight double, double -> T", SpecialFunctions.WeightedPercentile, FunctionKind.Aggregate);
        foreach (var name in new[] { "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp", "skewness", "kurtosis" })
            Aggregate(name, "double -> double", $"{name}({{D}}{{0}})");
        foreach (var name in new[] { "corr", "covar_pop", "covar_samp", "regr_intercept", "regr_slope" })
            Aggregate(name, "double, double -> double", $"{name}({{0}}, {{1}})");
        Aggregate("geometric_mean", "double -> double", $"exp(avg({Logarithm("ln", "{0}")}){{F}})");
        Special(["checksum"], "T -> varbinary", SpecialFunctions.Checksum, FunctionKind.Aggregate);
        Aggregate("histogram", "T -> map(T,bigint)", "CAST(histogram({0}) AS {T})");
        Aggregate("map_agg", "K, V -> map(K,V)", MapOf("list_filter(p, lambda e: e.k = k)[1].v"));
        Aggregate("multimap_agg", "K, V -> map(K,array(V))", MapOf("list_transform(list_filter(p, lambda e: e.k = k), lambda e: e.v)"));
        Aggregate("listagg", "varchar -> varchar", "string_agg({D}{0}, ''{O})");
        Aggregate("listagg", "varchar, varchar -> varchar", "string_agg({D}{0}, {1}{O})");
        Missing(
            FunctionKind.Aggregate,
            "approx_most_frequent", "approx_set", "merge", "numeric_histogram", "qdigest_agg", "tdigest_agg", "reduce_agg", "map_union",
            "entropy", "convex_hull_agg", "classification_miss_rate");
    }

    void Windows()
    {
        Topic("Window functions");
        foreach (var name in new[] { "row_number", "rank", "dense_rank" })
            Window(name, "-> bigint", $"{name}()");
        foreach (var name in new[] { "percent_rank", "cume_dist" })
            Window(name, "-> double", $"{name}()");
        Window("ntile", "bigint -> bigint", "ntile({0})");
        foreach (var name in new[] { "first_value", "last_value" })
            Window(name, "T -> T", $"{name}({{0}}{{N}})");
        Window("nth_value", "T, bigint -> T", OffsetAtLeast(1, "nth_value({0}, {1}{N})"));
        foreach (var name in new[] { "lag", "lead" })
        {
            Window(name, "T -> T", $"{name}({{0}}{{N}})");
            Window(name, "T, bigint -> T", OffsetAtLeast(0, $"{name}({{0}}, {{1}}{{N}})"));
            Window(name, "T, bigint, T -> T", OffsetAtLeast(0, $"{name}({{0}}, {{1}}, {{2}}{{N}})"));
        }
    }

    /// <summary>Collects pairs of key and value, and looks the value of each key up among them.</summary>
    static string MapOf(string value) =>
        "list_transform([list(struct_pack(k := {0}, v := {1})) FILTER ({0} IS NOT NULL)], lambda p: CASE WHEN p IS NOT NULL THEN"
            + " map(list_distinct(list_transform(p, lambda e: e.k)), list_transform(list_distinct(list_transform(p, lambda e: e.k)), "
            + "lambda k: " + value + ")) END)[1]";

    static string OffsetAtLeast(int least, string call) =>
        $"CASE WHEN {{1}} < {least} THEN {{!INVALID_FUNCTION_ARGUMENT: Offset must be at least {least}}} ELSE {call}{{F}} END";
}
