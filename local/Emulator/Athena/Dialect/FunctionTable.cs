namespace Emulator.Athena.Dialect;

/// <summary>
/// The functions of Athena engine version 3 ("Functions in Amazon Athena" and Trino's "Functions and operators"): how each is computed
/// here, or that it is not.
/// </summary>
static class FunctionTable
{
    const string NaN = "CAST('NaN' AS DOUBLE)";
    const string White = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(5760) || chr(8232) || chr(8233) || chr(8287) "
        + "|| chr(12288)";

    const string Group = "CAST({2} AS INTEGER)";
    const string AnyMatch = $"regexp_extract_all({{0}}, {{1}}, {Group})[1]";

    static readonly List<FunctionEntry> Entries = [];
    static string _topic = "";

    static FunctionTable()
    {
        Mathematics();
        Strings();
        RegularExpressions();
        DatesAndTimes();
        Conditionals();
        Json();
        Urls();
        Arrays();
        Maps();
        IpAddresses();
        Bits();
        Binary();
        Aggregates();
        Windows();
        ByName = Entries.GroupBy(entry => entry.Name).ToDictionary(group => group.Key, group => group.ToArray());
    }

    public static IReadOnlyList<FunctionEntry> All => Entries;

    public static IReadOnlyDictionary<string, FunctionEntry[]> ByName { get; }

    static void Mathematics()
    {
        _topic = "Mathematical functions";
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
            "inverse_normal_cdf",
            "t_cdf", "t_pdf");
    }

    static void Strings()
    {
        _topic = "String functions";
        Scalar("chr", "bigint -> varchar", "chr(CAST({0} AS INTEGER))");
        Scalar("codepoint", "varchar -> integer", "unicode({0})");
        Scalar("concat", "varchar... -> varchar", "({||})");
        Scalar("concat", "varbinary... -> varbinary", "({||})");
        Scalar("concat_ws", "literal varchar, array(varchar) -> varchar", "array_to_string({1}, {0})");
        Scalar("concat_ws", "varchar, array(varchar) -> varchar", Joined("{1}", "{0}"));
        Scalar("concat_ws", "varchar, varchar... -> varchar", "CASE WHEN {0} IS NOT NULL THEN concat_ws({*}) END");
        Scalar("hamming_distance", "varchar, varchar -> bigint", "athena_hamming({R0}, {R1})");
        Scalar("length", "varchar -> bigint", "length({0})");
        Scalar("length", "varbinary -> bigint", "octet_length({0})");
        Scalar("levenshtein_distance", "varchar, varchar -> bigint", "athena_levenshtein({0}, {1})");
        Scalar("lower", "varchar -> varchar", "lower({0})");
        Scalar("upper", "varchar -> varchar", "upper({0})");
        Scalar("lpad", "varchar, bigint, varchar -> varchar", Padding("lpad"));
        Scalar("rpad", "varchar, bigint, varchar -> varchar", Padding("rpad"));
        foreach (var name in new[] { "trim", "ltrim", "rtrim" })
        {
            Scalar(name, "varchar -> varchar", $"{name}({{0}}, {White})");
            Scalar(name, "varchar, varchar -> varchar", $"{name}({{0}}, {{1}})");
        }

        Scalar("luhn_check", "varchar -> boolean", "athena_luhn_check({R0})");
        Scalar("position", "varchar, varchar -> bigint", "CAST(instr({0}, {1}) AS BIGINT)");
        Scalar("strpos", "varchar, varchar -> bigint", "CASE WHEN {1} = '' THEN 1 ELSE CAST(instr({0}, {1}) AS BIGINT) END");
        Scalar("strpos", "varchar, varchar, bigint -> bigint", "athena_strpos({0}, {1}, {R2})");
        Scalar("replace", "varchar, varchar -> varchar", "replace({0}, {1}, '')");
        Scalar(
            "replace",
            "varchar, varchar, varchar -> varchar",
            "CASE WHEN {1} = '' THEN regexp_replace({0}, '', replace({2}, '\\', '\\\\'), 'g') ELSE replace({0}, {1}, {2}) END");
        Scalar("reverse", "varchar -> varchar", "reverse({0})");
        Scalar("reverse", "array(T) -> array(T)", "list_reverse({0})");
        Scalar("split", "varchar, varchar -> array(varchar)", "string_split({0}, {1})");
        Scalar(
            "split",
            "varchar, varchar, bigint -> array(varchar)",
            "CASE WHEN len(string_split({0}, {1})) <= {2} THEN string_split({0}, {1}) ELSE list_append(string_split({0}, {1})[1:{2} - 1],"
                + " substring({0}, 1 + CAST(coalesce(list_sum(list_transform(string_split({0}, {1})[1:{2} - 1], lambda x: length(x) + "
                + "length({1}))), 0) AS BIGINT))) END");
        Scalar(
            "split_part", "varchar, varchar, bigint -> varchar",
            "CASE WHEN len(string_split({0}, {1})) >= {2} THEN string_split({0}, {1})[{2}] END");
        Scalar(
            "split_to_map",
            "varchar, varchar, varchar -> map(varchar, varchar)",
            "map_from_entries(list_transform(string_split({0}, {1}), lambda piece: struct_pack(k := string_split(piece, {2})[1], v := "
            + "string_split(piece, {2})[2])))");
        Scalar("starts_with", "varchar, varchar -> boolean", "starts_with({0}, {1})");
        foreach (var name in new[] { "substr", "substring" })
            Special([name], "varchar, bigint[, bigint] -> varchar", SpecialFunctions.Substring);
        Scalar("translate", "varchar, varchar, varchar -> varchar", "athena_translate({0}, {1}, {2})");
        Special(["normalize"], "varchar[, form] -> varchar", SpecialFunctions.Normalize);
        Scalar("to_utf8", "varchar -> varbinary", "encode({0})");
        Scalar("from_utf8", "varbinary -> varchar", "athena_from_utf8(hex({0}), '\ufffd')");
        Scalar("from_utf8", "varbinary, varchar -> varchar", "athena_from_utf8(hex({0}), {1})");
        Special(["format"], "varchar, ... -> varchar", SpecialFunctions.Format);
        Missing("word_stem", "soundex", "split_to_multimap", "jaro_winkler_similarity");
    }

    static void RegularExpressions()
    {
        _topic = "Regular expression functions";
        Scalar("regexp_like", "varchar, varchar -> boolean", "regexp_matches({0}, {1})");
        Scalar("regexp_count", "varchar, varchar -> bigint", "CAST(len(regexp_extract_all({0}, {1})) AS BIGINT)");
        Scalar("regexp_extract", "varchar, varchar -> varchar", FirstMatch("0", "0"));
        Scalar("regexp_extract", "varchar, varchar, literal bigint -> varchar", NotNegative(
            $"CASE WHEN {{2}} <= 9 THEN {FirstMatch("CAST(greatest(0, least({2}, 9)) AS INTEGER)", Group)} ELSE {AnyMatch} END"));
        Scalar("regexp_extract", "varchar, varchar, bigint -> varchar", NotNegative(AnyMatch));
        Scalar("regexp_extract_all", "varchar, varchar -> array(varchar)", "regexp_extract_all({0}, {1})");
        Scalar("regexp_extract_all", "varchar, varchar, bigint -> array(varchar)",
            NotNegative($"regexp_extract_all({{0}}, {{1}}, {Group})"));
        Scalar("regexp_position", "varchar, varchar -> integer", "CAST(athena_regexp_position({0}, {R1}, 1, 1) AS INTEGER)");
        Scalar("regexp_position", "varchar, varchar, bigint -> integer", "CAST(athena_regexp_position({0}, {R1}, {R2}, 1) AS INTEGER)");
        Scalar("regexp_position", "varchar, varchar, bigint, bigint -> integer",
            "CAST(athena_regexp_position({0}, {R1}, {R2}, {R3}) AS INTEGER)");
        Scalar("regexp_replace", "varchar, varchar -> varchar", "regexp_replace({0}, {1}, '', 'g')");
        Special(["regexp_replace"], "varchar, varchar, varchar -> varchar", SpecialFunctions.RegexpReplace);
        Scalar("regexp_split", "varchar, varchar -> array(varchar)", "string_split_regex({0}, {1})");
    }

    static void DatesAndTimes()
    {
        _topic = "Date and time functions";
        Scalar("now", "-> instant", "{NOW}");
        Scalar("current_timezone", "-> varchar", "'UTC'");
        foreach (var (name, part) in new[]
        {
            ("year", "year"), ("quarter", "quarter"), ("month", "month"), ("week", "week"), ("week_of_year", "week"), ("day", "day"),
            ("day_of_month", "day"), ("day_of_week", "isodow"), ("dow", "isodow"), ("day_of_year", "doy"), ("doy", "doy"),
            ("year_of_week", "isoyear"),
            ("yow", "isoyear"),
        })
        {
            foreach (var type in new[] { "date", "timestamp", "zoned" })
                Scalar(name, $"{type} -> bigint", $"date_part('{part}', {{L0}})");
        }

        foreach (var (name, part) in new[] { ("hour", "hour"), ("minute", "minute"), ("second", "second"), ("millisecond", "millisecond") })
        {
            foreach (var type in new[] { "timestamp", "zoned", "time" })
                Scalar(name, $"{type} -> bigint", part == "millisecond" ? "(date_part('millisecond', {L0}) % 1000)"
                    : $"date_part('{part}', {{L0}})");
        }

        foreach (var (name, size, of) in new[] { ("day", 86_400_000, 0), ("hour", 3_600_000, 24), ("minute", 60_000, 60),
            ("second", 1000, 60), ("millisecond", 1, 1000) })
            Scalar(name, "days -> bigint", of == 0 ? $"(CAST(epoch_ms({{0}}) AS BIGINT) // {size})"
                : $"(CAST(epoch_ms({{0}}) AS BIGINT) // {size} % {of})");
        foreach (var name in new[] { "year", "month" })
            Scalar(name, "months -> bigint", $"date_part('{name}', {{0}})");
        foreach (var type in new[] { "date", "timestamp", "zoned" })
            Scalar("last_day_of_month", $"{type} -> date", "last_day({L0})");
        foreach (var type in new[] { "date", "timestamp", "zoned" })
            Scalar("date", $"{type} -> date", "CAST({L0} AS DATE)");
        Special(["date"], "varchar -> date", SpecialFunctions.Date);
        Special(["date_trunc"], "varchar, date or time -> same", SpecialFunctions.DateTrunc);
        Special(["date_add"], "varchar, bigint, date or time -> same", SpecialFunctions.DateAdd);
        Special(["date_diff"], "varchar, date or time, date or time -> bigint", SpecialFunctions.DateDiff);
        Special(["date_format"], "timestamp, varchar -> varchar", call => TimeFormats.Format(call, TimeFormats.FromMySql));
        Special(["format_datetime"], "timestamp, varchar -> varchar", call => TimeFormats.Format(call, TimeFormats.FromJoda));
        Special(["date_parse"], "varchar, varchar -> timestamp(3)", call =>
            TimeFormats.Parse(call, TimeFormats.FromMySql, TrinoType.Timestamp()));
        Special(["parse_datetime"], "varchar, varchar -> timestamp(3) with time zone", call =>
            TimeFormats.Parse(call, TimeFormats.FromJoda, TrinoType.Zoned("UTC")));
        Special(["at_timezone"], "timestamp(p) with time zone, varchar -> timestamp(p) with time zone", call =>
            call.Analyzer.AtTimeZone(call.Arguments[0], call.Arguments[1]));
        Special(["with_timezone"], "timestamp(p), varchar -> timestamp(p) with time zone", SpecialFunctions.WithTimeZone);
        Scalar("from_unixtime", "double -> instant", "make_timestamp(CAST(round({0} * 1000) AS BIGINT) * 1000)");
        Special(["from_unixtime"], "double, varchar -> timestamp(3) with time zone", SpecialFunctions.FromUnixTime);
        Scalar("from_unixtime_nanos", "bigint -> instant", "make_timestamp({0} // 1000)");
        Scalar("from_unixtime_nanos", "decimal -> instant", "make_timestamp(CAST(round({0}) AS BIGINT) // 1000)");
        foreach (var type in new[] { "timestamp", "zoned" })
            Scalar("to_unixtime", $"{type} -> double", "(epoch_us({0}) / 1e6)");
        Special(["from_iso8601_timestamp"], "varchar -> timestamp(3) with time zone", SpecialFunctions.FromIso8601);
        Scalar("from_iso8601_date", "varchar -> date", "CAST(athena_iso_date({R0}) AS DATE)");
        Special(["to_iso8601"], "date or time -> varchar", TimeFormats.ToIso8601);
        Scalar("to_milliseconds", "days -> bigint", "CAST(epoch_ms({0}) AS BIGINT)");
        Scalar("human_readable_seconds", "double -> varchar", "athena_human_readable_seconds({0})");
        Scalar("parse_duration", "varchar -> days", "to_milliseconds(athena_parse_duration({R0}))");
        foreach (var name in new[] { "timezone_hour", "timezone_minute" })
            Special([name], "timestamp(p) with time zone -> bigint", SpecialFunctions.ZonePart);
        Missing("from_iso8601_timestamp_nanos");
    }

    static void Conditionals()
    {
        _topic = "Conditional, comparison and conversion functions";
        Special(["greatest"], "T... -> T", call => SpecialFunctions.Extreme(call, "greatest"));
        Special(["least"], "T... -> T", call => SpecialFunctions.Extreme(call, "least"));
        Special(["nullif"], "T, T -> T", SpecialFunctions.NullIf);
        Special(["if"], "boolean, T[, T] -> T", SpecialFunctions.If);
        Special(["typeof"], "T -> varchar", SpecialFunctions.TypeOf);
        Scalar("uuid", "-> uuid", "uuid()");
        Missing("parse_data_size", "format_number", "version", "current_groups");
    }

    static void Json()
    {
        _topic = "JSON functions";
        foreach (var type in new[] { "json", "varchar" })
        {
            Special(["json_extract"], $"{type}, varchar -> json", call =>
                SpecialFunctions.JsonPath(call, "json_extract({0}, {1})", TrinoType.Json));
            Special(["json_extract_scalar"], $"{type}, varchar -> varchar", call =>
                SpecialFunctions.JsonPath(call, "json_extract_string(json_value({0}, {1}), '$')", TrinoType.Varchar));
            Special(["json_size"], $"{type}, varchar -> bigint", call => SpecialFunctions.JsonPath(
                call,
                "CASE json_type({0}, {1}) WHEN 'OBJECT' THEN len(json_keys({0}, {1})) WHEN 'ARRAY' THEN "
                + "CAST(json_array_length({0}, {1}) AS BIGINT) ELSE CASE WHEN json_type({0}, {1}) IS NOT NULL THEN 0 END END",
                TrinoType.BigInt));
            Scalar("json_array_length", $"{type} -> bigint",
                "CASE WHEN json_type({0}) = 'ARRAY' THEN CAST(json_array_length({0}) AS BIGINT) END");
            Scalar("is_json_scalar", $"{type} -> boolean", "(json_type({0}) NOT IN ('ARRAY', 'OBJECT'))");
            foreach (var value in new[] { "boolean", "bigint", "double", "varchar" })
                Scalar("json_array_contains", $"{type}, {value} -> boolean", "list_contains(json_extract({0}, '$[*]'), to_json({1}))");
        }

        Scalar("json_format", "json -> varchar", "CAST({0} AS VARCHAR)");
        Scalar("json_parse", "varchar -> json", "json({0})");
        Missing("json_array_get", "json_query", "json_value", "json_exists", "json_array", "json_object", "json_table");
    }

    static void Urls()
    {
        _topic = "URL functions";
        foreach (var part in new[] { "fragment", "host", "path", "protocol", "query" })
            Scalar($"url_extract_{part}", "varchar -> varchar", $"athena_url_part({{0}}, '{part}')");
        Scalar("url_extract_port", "varchar -> bigint", "CAST(athena_url_part({0}, 'port') AS BIGINT)");
        Scalar("url_extract_parameter", "varchar, varchar -> varchar", "athena_url_parameter({0}, {1})");
        Scalar("url_encode", "varchar -> varchar", "athena_url_encode({0})");
        Scalar("url_decode", "varchar -> varchar", "athena_url_decode({0})");
    }

    static void Arrays()
    {
        _topic = "Array functions";
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

    static void Maps()
    {
        _topic = "Map functions";
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

    static void IpAddresses()
    {
        _topic = "IP address functions";
        Scalar("contains", "varchar, ipaddress -> boolean", "athena_ip_contains({R0}, {1})");
    }

    static void Bits()
    {
        _topic = "Bitwise functions";
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

    static void Binary()
    {
        _topic = "Binary functions";
        Scalar("to_hex", "varbinary -> varchar", "hex({0})");
        Scalar("from_hex", "varchar -> varbinary", "unhex({0})");
        Scalar("to_base64", "varbinary -> varchar", "to_base64({0})");
        Scalar("from_base64", "varchar -> varbinary", "from_base64({0})");
        Scalar("md5", "varbinary -> varbinary", "unhex(md5({0}))");
        Scalar("sha1", "varbinary -> varbinary", "unhex(sha1({0}))");
        Scalar("sha256", "varbinary -> varbinary", "unhex(sha256({0}))");
        Missing(
            "sha512", "xxhash64", "spooky_hash_v2_32", "spooky_hash_v2_64", "murmur3", "crc32", "hmac_md5", "hmac_sha1", "hmac_sha256",
            "hmac_sha512",
            "from_big_endian_32", "to_big_endian_32", "from_big_endian_64", "to_big_endian_64", "from_ieee754_32", "to_ieee754_32",
            "from_ieee754_64",
            "to_ieee754_64", "from_base64url", "to_base64url", "from_base32", "to_base32");
    }

    static void Aggregates()
    {
        _topic = "Aggregate functions";
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
            "entropy",
            "convex_hull_agg", "classification_miss_rate");
    }

    static void Windows()
    {
        _topic = "Window functions";
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

    static string NotNegative(string call) =>
        $"CASE WHEN {{2}} < 0 THEN {{!INVALID_FUNCTION_ARGUMENT: Group cannot be negative}} ELSE {call} END";

    /// <summary>
    /// A group of the first match. regexp_extract is the faster of the two functions, and returns an empty text where there is no match,
    /// no part of the group in the match, or no such group; regexp_extract_all tells them apart. The former takes groups up to 9.
    /// </summary>
    static string FirstMatch(string upTo9, string group) =>
        $"coalesce(nullif(regexp_extract({{0}}, {{1}}, {upTo9}), ''), regexp_extract_all({{0}}, {{1}}, {group})[1])";

    /// <summary>The limit on strings: gigabytes would take all memory.</summary>
    static string Padding(string name) =>
        $"CASE WHEN {{1}} > 1000000 THEN {{!NOT_SUPPORTED: {name} to more than 1000000 characters does not run on this machine}} ELSE "
        + $"{name}({{0}}, CAST({{1}} AS INTEGER), {{2}}) END";

    static string Logarithm(string name, string x) =>
        $"CASE WHEN {x} > 0 THEN {name}({x}) WHEN {x} = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN {x} < 0 THEN {NaN} END";

    /// <summary>Joins the elements that are not NULL. DuckDB's array_to_string is faster, but takes a constant separator only.</summary>
    static string Joined(string list, string separator) =>
        $"CASE WHEN {separator} IS NULL THEN NULL WHEN list_count({list}) = 0 THEN '' ELSE list_reduce(list_filter({list}, lambda x: x IS NOT "
        + $"NULL), lambda x, y: x || {separator} || y) END";

    /// <summary>Whether a list of booleans has true; NULL if it does not but has NULL.</summary>
    static string AnyOf(string list) =>
        $"CASE WHEN list_contains({list}, true) THEN true WHEN len({list}) = list_count({list}) THEN false END";

    /// <summary>Keeps the first of equal elements, NULL too, in their order.</summary>
    static string DistinctOf(string list) =>
        $"list_transform(list_filter(list_zip({list}, range(1, len({list}) + 1)), lambda e: list_position(list_transform({list}, lambda "
        + $"y: y IS NOT DISTINCT FROM e[1]), true) = e[2]), lambda e: e[1])";

    /// <summary>Collects pairs of key and value, and looks the value of each key up among them.</summary>
    static string MapOf(string value) =>
        "list_transform([list(struct_pack(k := {0}, v := {1})) FILTER ({0} IS NOT NULL)], lambda p: CASE WHEN p IS NOT NULL THEN"
            + " map(list_distinct(list_transform(p, lambda e: e.k)), list_transform(list_distinct(list_transform(p, lambda e: e.k)), "
            + "lambda k: "
            + value + ")) END)[1]";

    static string OffsetAtLeast(int least, string call) =>
        $"CASE WHEN {{1}} < {least} THEN {{!INVALID_FUNCTION_ARGUMENT: Offset must be at least {least}}} ELSE {call}{{F}} END";

    static void Numbers(string name, string template)
    {
        foreach (var type in new[] { "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal" })
            Scalar(name, $"{type} -> {type}", template);
    }

    static void Scalar(string name, string signature, string template) =>
        Entries.Add(new FunctionEntry(_topic, name, FunctionKind.Scalar, Signature.Parse(signature), template));

    /// <summary>Adds an aggregate function; FILTER and OVER follow its call, which a cast may be around.</summary>
    static void Aggregate(string name, string signature, string template)
    {
        var end = template.StartsWith("CAST(", StringComparison.Ordinal) ? template.LastIndexOf(" AS ", StringComparison.Ordinal)
            : template.Length;
        Entries.Add(new FunctionEntry(_topic, name, FunctionKind.Aggregate, Signature.Parse(signature), WithSuffix(template, end)));
    }

    static void Window(string name, string signature, string template) =>
        Entries.Add(new FunctionEntry(
            _topic, name, FunctionKind.Window, Signature.Parse(signature), WithSuffix(template, template.Length)));

    static string WithSuffix(string template, int end) =>
        template.Contains("{F}", StringComparison.Ordinal) ? template : template.Insert(end, "{F}");

    static void Special(string[] names, string text, Func<FunctionCall, Typed?> special, FunctionKind kind = FunctionKind.Scalar)
    {
        foreach (var name in names)
            Entries.Add(new FunctionEntry(_topic, name, kind, null, null, special) { Description = text });
    }

    static void Missing(params string[] names) => Missing(FunctionKind.Scalar, names);

    static void Missing(FunctionKind kind, params string[] names)
    {
        foreach (var name in names)
            Entries.Add(new FunctionEntry(_topic, name, kind, null, null));
    }
}
