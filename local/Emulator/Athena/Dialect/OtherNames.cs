namespace Emulator.Athena.Dialect;

/// <summary>Functions that other engines have, and what Athena has for them.</summary>
static class OtherNames
{
    public static IReadOnlyDictionary<string, string> Hints { get; } = new Dictionary<string, string>
    {
        ["strftime"] = "date_format(x, '%Y-%m-%d')", ["strptime"] = "date_parse(x, '%Y-%m-%d')", ["to_timestamp"] = "from_unixtime(seconds)",
        ["epoch"] = "to_unixtime(x)", ["epoch_ms"] = "to_unixtime(x) * 1000", ["datediff"] = "date_diff('day', a, b)", ["date_sub"] = "date_add('day', -1, x)",
        ["dateadd"] = "date_add('day', 1, x)", ["date_part"] = "extract(hour FROM x)", ["datepart"] = "extract(hour FROM x)", ["dayname"] = "date_format(x, '%W')",
        ["monthname"] = "date_format(x, '%M')", ["isodow"] = "day_of_week(x)", ["dayofweek"] = "day_of_week(x)", ["dayofyear"] = "day_of_year(x)",
        ["dayofmonth"] = "day(x)", ["weekofyear"] = "week(x)", ["last_day"] = "last_day_of_month(x)", ["today"] = "current_date", ["get_current_timestamp"] = "current_timestamp",
        ["time_bucket"] = "date_trunc('hour', x)", ["age"] = "date_diff('day', a, b)", ["make_timestamp"] = "from_unixtime(seconds)", ["make_date"] = "date_parse",
        ["string_agg"] = "listagg(x, ',') WITHIN GROUP (ORDER BY x)", ["group_concat"] = "listagg(x, ',') WITHIN GROUP (ORDER BY x)", ["list"] = "array_agg(x)",
        ["first"] = "arbitrary(x)", ["last"] = "max_by(x, y)", ["arg_max"] = "max_by(x, y)", ["arg_min"] = "min_by(x, y)", ["argmax"] = "max_by(x, y)",
        ["argmin"] = "min_by(x, y)", ["median"] = "approx_percentile(x, 0.5)", ["quantile"] = "approx_percentile(x, 0.5)", ["quantile_cont"] = "approx_percentile(x, 0.5)",
        ["quantile_disc"] = "approx_percentile(x, 0.5)", ["approx_quantile"] = "approx_percentile(x, 0.5)", ["approx_count_distinct"] = "approx_distinct(x)",
        ["mode"] = "max_by over a GROUP BY", ["countif"] = "count_if(condition)", ["product"] = "exp(sum(ln(x)))", ["mean"] = "avg(x)", ["std"] = "stddev(x)",
        ["ifnull"] = "coalesce(a, b)", ["nvl"] = "coalesce(a, b)", ["isnull"] = "x IS NULL", ["iff"] = "if(condition, a, b)", ["decode"] = "CASE", ["left"] = "substr(x, 1, n)",
        ["right"] = "substr(x, -n)", ["instr"] = "strpos(x, part)", ["len"] = "length(x) or cardinality(x)", ["strlen"] = "length(x)", ["ends_with"] = "x LIKE '%end'",
        ["suffix"] = "x LIKE '%end'", ["prefix"] = "starts_with(x, part)", ["string_split"] = "split(x, ',')", ["str_split"] = "split(x, ',')",
        ["string_to_array"] = "split(x, ',')", ["regexp_matches"] = "regexp_like(x, pattern)", ["regexp_split_to_array"] = "regexp_split(x, pattern)",
        ["regexp_substr"] = "regexp_extract(x, pattern)", ["printf"] = "format('%s', x)", ["list_contains"] = "contains(array, x)", ["array_contains"] = "contains(array, x)",
        ["array_length"] = "cardinality(array)", ["array_to_string"] = "array_join(array, ',')", ["list_value"] = "ARRAY[...]", ["list_extract"] = "element_at(array, n)",
        ["list_transform"] = "transform(array, x -> ...)", ["list_filter"] = "filter(array, x -> ...)", ["list_reduce"] = "reduce(array, 0, (s, x) -> ..., s -> s)",
        ["list_sort"] = "array_sort(array)", ["list_distinct"] = "array_distinct(array)", ["range"] = "sequence(first, last)", ["generate_series"] = "sequence(first, last)",
        ["unnest"] = "CROSS JOIN UNNEST(array) AS t(x)", ["struct_pack"] = "CAST(ROW(...) AS ROW(name type))", ["json_extract_string"] = "json_extract_scalar(x, '$.name')",
        ["to_json"] = "CAST(x AS json)", ["from_json"] = "CAST(json_parse(x) AS ...)", ["hash"] = "checksum(x)", ["bit_and"] = "bitwise_and_agg(x)", ["bit_or"] = "bitwise_or_agg(x)",
        ["xor"] = "bitwise_xor(a, b)", ["trunc"] = "truncate(x)", ["isnan"] = "is_nan(x)", ["isinf"] = "is_infinite(x)", ["isfinite"] = "is_finite(x)", ["ord"] = "codepoint(x)",
        ["ascii"] = "codepoint(x)", ["encode"] = "to_utf8(x)", ["hex"] = "to_hex(x)", ["unhex"] = "from_hex(x)", ["base64"] = "to_base64(x)", ["gen_random_uuid"] = "uuid()",
        ["current_database"] = "current_schema", ["read_parquet"] = "the table flow_logs", ["read_csv"] = "the table flow_logs", ["read_text"] = "the table flow_logs",
    };
}
