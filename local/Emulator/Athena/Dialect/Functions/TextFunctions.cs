namespace Emulator.Athena.Dialect.Functions;

/// <summary>Functions of texts, of what texts can contain, and of bytes.</summary>
sealed class TextFunctions : FunctionGroup
{
    const string White = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(5760) || chr(8232) || chr(8233) || chr(8287) "
        + "|| chr(12288)";

    const string Group = "CAST({2} AS INTEGER)";
    const string AnyMatch = $"regexp_extract_all({{0}}, {{1}}, {Group})[1]";

    public TextFunctions()
    {
        Strings();
        RegularExpressions();
        Json();
        Urls();
        IpAddresses();
        Binary();
    }

    void Strings()
    {
        Topic("String functions");
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

    void RegularExpressions()
    {
        Topic("Regular expression functions");
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

    void Json()
    {
        Topic("JSON functions");
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

    void Urls()
    {
        Topic("URL functions");
        foreach (var part in new[] { "fragment", "host", "path", "protocol", "query" })
            Scalar($"url_extract_{part}", "varchar -> varchar", $"athena_url_part({{0}}, '{part}')");
        Scalar("url_extract_port", "varchar -> bigint", "CAST(athena_url_part({0}, 'port') AS BIGINT)");
        Scalar("url_extract_parameter", "varchar, varchar -> varchar", "athena_url_parameter({0}, {1})");
        Scalar("url_encode", "varchar -> varchar", "athena_url_encode({0})");
        Scalar("url_decode", "varchar -> varchar", "athena_url_decode({0})");
    }

    void IpAddresses()
    {
        Topic("IP address functions");
        Scalar("contains", "varchar, ipaddress -> boolean", "athena_ip_contains({R0}, {1})");
    }

    void Binary()
    {
        Topic("Binary functions");
        Scalar("to_hex", "varbinary -> varchar", "hex({0})");
        Scalar("from_hex", "varchar -> varbinary", "unhex({0})");
        Scalar("to_base64", "varbinary -> varchar", "to_base64({0})");
        Scalar("from_base64", "varchar -> varbinary", "from_base64({0})");
        Scalar("md5", "varbinary -> varbinary", "unhex(md5({0}))");
        Scalar("sha1", "varbinary -> varbinary", "unhex(sha1({0}))");
        Scalar("sha256", "varbinary -> varbinary", "unhex(sha256({0}))");
        Missing(
            "sha512", "xxhash64", "spooky_hash_v2_32", "spooky_hash_v2_64", "murmur3", "crc32", "hmac_md5", "hmac_sha1", "hmac_sha256",
            "hmac_sha512", "from_big_endian_32", "to_big_endian_32", "from_big_endian_64", "to_big_endian_64", "from_ieee754_32",
            "to_ieee754_32", "from_ieee754_64", "to_ieee754_64", "from_base64url", "to_base64url", "from_base32", "to_base32");
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
}
