namespace Emulator.Athena.Dialect.Functions;

/// <summary>Functions of numbers and of their bits.</summary>
sealed class NumberFunctions : FunctionGroup
{
    public NumberFunctions()
    {
        Mathematics();
        Bits();
    }

    void Mathematics()
    {
        Topic("Mathematical functions");
        Numbers("abs", "abs({0})");
        Numbers("sign", "CAST(sign({0}) AS {T})");
        Special(["ceil", "ceiling"], "number -> same", call => SpecialFunctions.Rounded(call, "ceil"));
        Special(["floor"], "number -> same", call => SpecialFunctions.Rounded(call, "floor"));
        Special(["round"], "number[, digits] -> same", call => SpecialFunctions.Rounded(call, "round"));
        Special(["truncate"], "number[, digits] -> same", call => SpecialFunctions.Rounded(call, "trunc"));
        Special(["mod"], "number, number -> number", SpecialFunctions.Modulus);
        foreach (var name in new[] { "degrees", "radians", "exp", "sin", "cos", "tan", "atan", "cosh", "sinh", "tanh" })
            Scalar(name, "double -> double", $"{name}({{0}})");
        // DuckDB's own misses the root of 27.
        Scalar("cbrt", "double -> double", "CASE WHEN pow(round(cbrt({0})), 3) = {0} THEN round(cbrt({0})) ELSE cbrt({0}) END");
        Scalar("sqrt", "double -> double", $"CASE WHEN {{0}} < 0 THEN {NaN} ELSE sqrt({{0}}) END");
        foreach (var name in new[] { "asin", "acos" })
            Scalar(name, "double -> double", $"CASE WHEN {{0}} < -1 OR {{0}} > 1 THEN {NaN} ELSE {name}({{0}}) END");
        foreach (var name in new[] { "ln", "log2", "log10" })
            Scalar(name, "double -> double", Logarithm(name, "{0}"));
        Scalar("log", "double, double -> double", $"({Logarithm("ln", "{1}")} / {Logarithm("ln", "{0}")})");
        Scalar("atan2", "double, double -> double", "atan2({0}, {1})");
        foreach (var name in new[] { "pow", "power" })
            Scalar(name, "double, double -> double", "pow({0}, {1})");
        Scalar("e", "-> double", "2.718281828459045e0");
        Scalar("pi", "-> double", "pi()");
        Scalar("nan", "-> double", NaN);
        Scalar("infinity", "-> double", "CAST('Infinity' AS DOUBLE)");
        Scalar("is_nan", "double -> boolean", "isnan({0})");
        Scalar("is_finite", "double -> boolean", "isfinite({0})");
        Scalar("is_infinite", "double -> boolean", "isinf({0})");
        foreach (var name in new[] { "rand", "random" })
        {
            Scalar(name, "-> double", "random()");
            Scalar(name, "bigint -> bigint", "CAST(floor(random() * {0}) AS BIGINT)");
            Scalar(name, "bigint, bigint -> bigint", "({0} + CAST(floor(random() * ({1} - {0})) AS BIGINT))");
        }
        Scalar("from_base", "varchar, bigint -> bigint", "athena_from_base({R0}, {R1})");
        Scalar("to_base", "bigint, bigint -> varchar", "athena_to_base({0}, {R1})");
        Scalar("width_bucket", "double, array(double) -> bigint", "CAST(len(list_filter({1}, lambda b: b <= {0})) AS BIGINT)");
        Scalar(
            "width_bucket",
            "double, double, double, bigint -> bigint",
            "CAST(CASE WHEN {1} <= {2} THEN CASE WHEN {0} < {1} THEN 0 WHEN {0} >= {2} THEN {3} + 1 ELSE floor(({0} - {1}) / ({2} - {1}) "
            + "* {3}) + 1 END"
                + " ELSE CASE WHEN {0} > {1} THEN 0 WHEN {0} <= {2} THEN {3} + 1 ELSE floor(({1} - {0}) / ({1} - {2}) * {3}) + 1 END END "
                + "AS BIGINT)");
        Missing(
            "cosine_similarity", "wilson_interval_lower", "wilson_interval_upper", "beta_cdf", "inverse_beta_cdf", "normal_cdf",
            "inverse_normal_cdf", "t_cdf", "t_pdf");
    }

    void Bits()
    {
        Topic("Bitwise functions");
        Scalar("bitwise_and", "bigint, bigint -> bigint", "({0} & {1})");
        Scalar("bitwise_or", "bigint, bigint -> bigint", "({0} | {1})");
        Scalar("bitwise_xor", "bigint, bigint -> bigint", "xor({0}, {1})");
        Scalar("bitwise_not", "bigint -> bigint", "(~{0})");
        foreach (var (type, bits) in new[] { ("tinyint", 8), ("smallint", 16), ("integer", 32), ("bigint", 64) })
        {
            foreach (var (name, kind) in new[] { ("bitwise_left_shift", "left"), ("bitwise_right_shift", "logical"),
                ("bitwise_right_shift_arithmetic", "arithmetic") })
                Scalar(name, $"{type}, bigint -> {type}", $"CAST(athena_shift(CAST({{0}} AS BIGINT), {{R1}}, '{kind}', {bits}) AS {{T}})");
        }
        Scalar("bit_count", "bigint, bigint -> bigint", "athena_bit_count({R0}, {R1})");
    }

    void Numbers(string name, string template)
    {
        foreach (var type in new[] { "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal" })
            Scalar(name, $"{type} -> {type}", template);
    }
}
