using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Emulator.Athena.Dialect;

/// <summary>Calls whose SQL depends on more than the position of the arguments.</summary>
static partial class SpecialFunctions
{
    static readonly string[] Units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    public static Typed Rounded(FunctionCall call, string function)
    {
        var type = call.Arguments[0].Type.Name == "unknown" ? TrinoType.BigInt : call.Arguments[0].Type;
        var most = function is "round" or "trunc" ? 2 : 1;
        if (!type.IsNumber || call.Arguments.Count > most || (call.Arguments.Count == 2 && !call.Arguments[1].Type.IsInteger))
            throw call.Unexpected(most == 2 ? "double, integer" : "double");
        var arguments = string.Join(", ",
            call.Arguments.Select((argument, i) => i == 0 ? argument.Sql : $"CAST({argument.Sql} AS INTEGER)"));
        if (type.Name == "decimal")
        {
            if (call.Arguments.Count == 2 && !call.Arguments[1].IsConstant)
                throw call.Analyzer.NeedsLiteral($"{call.Name} of a decimal", call.Arguments[1], "digits");
            var whole = Math.Min(38, type.Length - type.Scale + Math.Min(type.Scale, 1));
            var result = call.Arguments.Count == 2 ? TrinoType.Decimal(Math.Min(38, type.Length + 1), type.Scale)
                : function == "trunc" ? TrinoType.Decimal(Math.Max(1, type.Length - type.Scale), 0) : TrinoType.Decimal(whole, 0);
            return call.Result(result, $"CAST({function}({arguments}) AS {result.DuckDb})");
        }

        if (type.IsInteger && call.Arguments.Count == 1)
            return call.Result(type, call.Arguments[0].Sql);
        if (type.IsInteger)
        {
            var (value, digits) = (ExpressionAnalyzer.ByRow(call.Arguments[0]), ExpressionAnalyzer.ByRow(call.Arguments[1]));
            return call.Result(type, $"CAST(athena_round_integer(CAST({value} AS BIGINT), CAST({digits} AS BIGINT), "
                + $"{(function == "round" ? "true" : "false")}) AS {type.DuckDb})");
        }

        return call.Result(type, $"CAST({function}({arguments}) AS {type.DuckDb})");
    }

    public static Typed Modulus(FunctionCall call) => call.Arguments.Count == 2
        ? call.Analyzer.Arithmetic("%", call.Arguments[0], call.Arguments[1], call.Location)
        : throw call.Unexpected("bigint, bigint");

    public static Typed Substring(FunctionCall call)
    {
        var arguments = call.Arguments;
        if (arguments.Count is < 2 or > 3 || !IsText(arguments[0]) || arguments.Skip(1)
            .Any(argument => !argument.Type.IsInteger && argument.Type.Name != "unknown"))
            throw call.Unexpected("varchar, bigint, bigint");
        var (text, start) = (arguments[0].Sql, arguments[1].Sql);
        var rest = arguments.Count == 3 ? $", {Near(arguments[2])}" : "";
        var sql = $"substring({text}, {Near(arguments[1])}{rest})";
        var startsInside = arguments[1].Literal is { } literal && long.TryParse(literal, CultureInfo.InvariantCulture, out var first)
            && first > 0;
        if (!startsInside)
            sql = $"CASE WHEN {start} = 0 OR {start} < -length({text}) THEN '' ELSE {sql} END";
        if (arguments.Count == 3 && (arguments[2].Literal is null || arguments[2].Literal!.StartsWith('-')))
            sql = $"CASE WHEN {arguments[2].Sql} <= 0 THEN '' ELSE {sql} END";
        return call.Result(TrinoType.Varchar, sql);
    }

    /// <summary>A position in a text, which DuckDB takes up to 32 bits.</summary>
    static string Near(Typed position) =>
        position.Type.Name == "bigint" ? $"greatest(least({position.Sql}, 2147483647), -2147483648)" : position.Sql;

    /// <summary>Translates <c>$1</c> in a replacement to <c>\1</c>.</summary>
    public static Typed? RegexpReplace(FunctionCall call)
    {
        if (call.Arguments.Count != 3 || call.Arguments.Any(argument => argument.Lambda is null && !IsText(argument)))
            return null;
        if (call.Arguments[2].Lambda is not null)
            throw call.Analyzer.Error(AthenaError.NotHere, call.Location, "regexp_replace with a lambda does not run on this machine");
        var replacement = call.Arguments[2].Literal is { } literal
            ? Sql.Text(Replacement(literal))
            : $"regexp_replace(replace({call.Arguments[2].Sql}, '\\', '\\\\'), '\\$([0-9])', '\\\\\\1', 'g')";
        return call.Result(TrinoType.Varchar, $"regexp_replace({call.Arguments[0].Sql}, {call.Arguments[1].Sql}, {replacement}, 'g')");
    }

    public static Typed Normalize(FunctionCall call) => call.Arguments is [var text] && IsText(text)
        ? call.Result(TrinoType.Varchar, $"nfc_normalize({text.Sql})")
        : throw call.Unexpected("varchar");

    public static Typed? SortedBy(FunctionCall call) => call.Arguments is [{ Type.Name: "array" }, { Lambda: not null }]
        ? throw call.Analyzer.Error(AthenaError.NotHere, call.Location, "array_sort with a comparator does not run on this machine")
        : null;

    public static Typed? WeightedPercentile(FunctionCall call) => call.Arguments is [{ Type.IsNumber: true }, { Type.IsNumber: true }, _]
        ? throw call.Analyzer.Error(AthenaError.NotHere, call.Location, "approx_percentile with weights does not run on this machine")
        : null;

    static string Replacement(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                result.Append(text[++i] == '\\' ? "\\\\" : text[i].ToString());
            else if (text[i] == '$' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
                result.Append('\\').Append(text[++i]);
            else
                result.Append(text[i]);
        }

        return result.ToString();
    }

    public static Typed? Date(FunctionCall call) => call.Arguments is [{ Type.IsText: true } text]
        ? call.Analyzer.Cast(text, TrinoType.Date, call.Location, isTry: false) : null;

    public static Typed DateTrunc(FunctionCall call)
    {
        if (call.Arguments.Count != 2 || !IsText(call.Arguments[0]) || !IsTime(call.Arguments[1]))
            throw call.Unexpected("varchar, timestamp(3)");
        var (unit, time) = (Unit(call), call.Arguments[1]);
        if (time.Type.Name == "date" && unit is "hour" or "minute" or "second" or "millisecond")
            throw InvalidUnit(call, unit, "DATE");
        if (time.Type.Name == "date")
            return call.Result(time.Type, $"CAST(date_trunc('{unit}', {time.Sql}) AS DATE)");
        if (time.Type.Name == "time")
            return call.Result(time.Type, $"CAST(date_trunc('{unit}', DATE '1970-01-01' + {time.Sql}) AS TIME)");
        return call.Result(time.Type, Zones.ToInstant(time.Type, $"date_trunc('{unit}', {Zones.ToLocal(time)})"));
    }

    public static Typed DateAdd(FunctionCall call)
    {
        if (call.Arguments.Count != 3 || !IsText(call.Arguments[0]) || !call.Arguments[1].Type.IsInteger || !IsTime(call.Arguments[2]))
            throw call.Unexpected("varchar, bigint, timestamp(3)");
        var (unit, time) = (Unit(call), call.Arguments[2]);
        if (time.Type.Name == "date" && unit is "hour" or "minute" or "second" or "millisecond")
            throw InvalidUnit(call, unit, "DATE");
        var interval = unit switch
        {
            "millisecond" => $"to_milliseconds({call.Arguments[1].Sql})",
            "quarter" => $"to_months(CAST({call.Arguments[1].Sql} * 3 AS INTEGER))",
            "day" or "week" or "month" or "year" => $"to_{unit}s(CAST({call.Arguments[1].Sql} AS INTEGER))",
            _ => $"to_{unit}s({call.Arguments[1].Sql})",
        };
        return call.Result(time.Type, time.Type.Name is "date" or "time"
            ? $"CAST({time.Sql} + {interval} AS {time.Type.DuckDb})"
            : Zones.ToInstant(time.Type, $"({Zones.ToLocal(time)} + {interval})"));
    }

    /// <summary>Counts whole units between two times: date_sub of DuckDB; its date_diff counts boundaries.</summary>
    public static Typed DateDiff(FunctionCall call)
    {
        if (call.Arguments.Count != 3 || !IsText(call.Arguments[0]) || !IsTime(call.Arguments[1]) || !IsTime(call.Arguments[2])
            || Coercion.Common(call.Arguments[1].Type, call.Arguments[2].Type) is not { } type)
        {
            throw call.Unexpected("varchar, timestamp(3), timestamp(3)");
        }

        var unit = Unit(call);
        return call.Result(
            TrinoType.BigInt, $"date_sub('{unit}', {ExpressionAnalyzer.Coerce(call.Arguments[1], type).Sql}, "
                + $"{ExpressionAnalyzer.Coerce(call.Arguments[2], type).Sql})");
    }

    public static Typed WithTimeZone(FunctionCall call)
    {
        if (call.Arguments.Count != 2 || call.Arguments[0].Type.Name is not ("timestamp" or "date") || !IsText(call.Arguments[1]))
            throw call.Unexpected("timestamp(3), varchar");
        var type = TrinoType.Zoned(call.Analyzer.Zone(call.Arguments[1], call.Constant(1, "time zone")));
        return call.Result(type, Zones.ToInstant(type, $"CAST({call.Arguments[0].Sql} AS TIMESTAMP)"));
    }

    public static Typed? FromUnixTime(FunctionCall call)
    {
        if (call.Arguments.Count != 2 || !call.Arguments[0].Type.IsNumber || !IsText(call.Arguments[1]))
            return null;
        return call.Result(
            TrinoType.Zoned(call.Analyzer.Zone(call.Arguments[1], call.Constant(1, "time zone"))),
            $"make_timestamp(CAST(round({call.Arguments[0].Sql} * 1000) AS BIGINT) * 1000)");
    }

    public static Typed FromIso8601(FunctionCall call)
    {
        if (call.Arguments.Count != 1 || !IsText(call.Arguments[0]))
            throw call.Unexpected("varchar");
        var zone = call.Arguments[0].Literal is { } literal && Offset.Match(literal) is { Success: true, Value: not "Z" } offset
            ? offset.Value : "UTC";
        return call.Result(TrinoType.Zoned(zone), $"CAST(athena_iso_timestamp({ExpressionAnalyzer.ByRow(call.Arguments[0])}) AS TIMESTAMP)");
    }

    public static Typed ZonePart(FunctionCall call)
    {
        if (call.Arguments is not [{ Type.IsZoned: true } time])
            throw call.Unexpected("timestamp(3) with time zone");
        var minutes = $"CAST(epoch({Zones.ToLocal(time)} - {time.Sql}) / 60 AS BIGINT)";
        return call.Result(TrinoType.BigInt, call.Name == "timezone_hour" ? $"({minutes} // 60)" : $"({minutes} % 60)");
    }

    public static Typed Extreme(FunctionCall call, string function)
    {
        if (call.Arguments.Count == 0
            || Coercion.Common(call.Arguments.Select(argument => argument.Type)) is not { IsOrderable: true } type)
            throw call.Unexpected("E");
        var values = call.Arguments.Select(argument => ExpressionAnalyzer.Coerce(argument, type).Sql).ToList();
        return call.Result(type, $"CASE WHEN {string.Join(" AND ", values.Select(value => $"{value} IS NOT NULL"))} THEN "
            + $"{function}({string.Join(", ", values)}) END");
    }

    public static Typed NullIf(FunctionCall call)
    {
        if (call.Arguments is not [var value, var other] || Coercion.Common(value.Type, other.Type) is not { } type)
        {
            throw call.Analyzer.Error(
                AthenaError.TypeMismatch,
                call.Location,
                $"Types are not comparable with NULLIF: {string.Join(" vs ", call.Arguments.Select(argument => argument.Type))}",
                call.Arguments.Count == 2 ? ExpressionAnalyzer.Hint("nullif", call.Arguments[0], call.Arguments[1]) : null);
        }

        return call.Result(
            value.Type, $"CASE WHEN {ExpressionAnalyzer.Coerce(value, type).Sql} = {ExpressionAnalyzer.Coerce(other, type).Sql} THEN NULL "
                + $"ELSE {value.Sql} END");
    }

    public static Typed If(FunctionCall call)
    {
        if (call.Arguments.Count is < 2 or > 3)
            throw call.Analyzer.Error(AthenaError.Syntax, call.Location, "Invalid number of arguments for 'if' function");
        call.Analyzer.ExpectBoolean(call.Arguments[0], "IF condition");
        if (Coercion.Common(call.Arguments.Skip(1).Select(argument => argument.Type)) is not { } type)
        {
            throw call.Analyzer.Error(
                AthenaError.TypeMismatch, call.Location,
                $"Result types for IF must be the same: {string.Join(" vs ", call.Arguments.Skip(1).Select(argument => argument.Type))}");
        }

        var otherwise = call.Arguments.Count == 3 ? $" ELSE {ExpressionAnalyzer.Coerce(call.Arguments[2], type).Sql}" : "";
        return call.Result(type, $"CASE WHEN {call.Arguments[0].Sql} THEN "
            + $"{ExpressionAnalyzer.Coerce(call.Arguments[1], type).Sql}{otherwise} END");
    }

    public static Typed TypeOf(FunctionCall call) => call.Arguments is [var value]
        ? call.Result(TrinoType.Varchar, Sql.Text(value.Type.ToString()))
        : throw call.Unexpected("T");

    /// <summary>Calls with a JSON path. A text that is not JSON gives NULL.</summary>
    /// <param name="call">The call.</param>
    /// <param name="template">DuckDB's SQL of the JSON and the path.</param>
    /// <param name="result">The type of the result.</param>
    public static Typed JsonPath(FunctionCall call, string template, TrinoType result)
    {
        if (call.Arguments.Count != 2 || call.Arguments[0].Type.Name is not ("json" or "varchar" or "char" or "unknown")
            || !IsText(call.Arguments[1]))
            throw call.Unexpected("json, JsonPath");
        var json = call.Arguments[0].Type.Name == "json" ? call.Arguments[0].Sql : $"TRY_CAST({call.Arguments[0].Sql} AS JSON)";
        return call.Result(result, template.Replace("{0}", json, StringComparison.Ordinal)
            .Replace("{1}", Sql.Text(DuckDbPath(call, call.Constant(1, "path"))), StringComparison.Ordinal));
    }

    /// <summary>Returns a path of Trino ("JsonPathTokenizer") in DuckDB's spelling: <c>$["a-b"]</c> is <c>$."a-b"</c>.</summary>
    static string DuckDbPath(FunctionCall call, string path)
    {
        if (JsonSteps.Match(path) is not { Success: true } match)
            throw call.Analyzer.Error(AthenaError.InvalidArgument, call.Arguments[1].Location, $"Invalid JSON path: '{path}'");
        var duckDb = new StringBuilder("$");
        foreach (var step in match.Groups[1].Captures.Select(capture => capture.Value))
        {
            if (step.Contains('\\'))
                throw call.Analyzer.Error(AthenaError.NotHere, call.Arguments[1].Location,
                    "JSON paths with a quotation mark or a backslash in a name do not run on this machine");
            var name = step.Trim('.', '[', ']', '"');
            duckDb.Append(step[0] == '[' && name.All(char.IsAsciiDigit) ? $"[{name}]" : $".\"{name}\"");
        }

        return duckDb.ToString();
    }

    public static Typed Sequence(FunctionCall call)
    {
        var arguments = call.Arguments;
        if (arguments.Count is < 2 or > 3)
            throw call.Unexpected("bigint, bigint, bigint");
        var (first, last) = (arguments[0], arguments[1]);
        if (first.Type.IsInteger && last.Type.IsInteger && arguments.Skip(2).All(step => step.Type.IsInteger))
        {
            var step = arguments.Count == 3 ? arguments[2].Sql : $"CASE WHEN {first.Sql} <= {last.Sql} THEN 1 ELSE -1 END";
            return call.Result(TrinoType.Array(TrinoType.BigInt),
                Bounded($"abs(CAST({last.Sql} AS DOUBLE) - {first.Sql}) / abs({step})",
                $"CAST(generate_series({first.Sql}, {last.Sql}, {step}) AS BIGINT[])", TrinoType.Array(TrinoType.BigInt)));
        }

        if (Coercion.Common(first.Type, last.Type) is not { Name: "date" or "timestamp" } type || arguments.Skip(2)
            .Any(step => !step.Type.IsInterval)
            || (arguments.Count == 2 && type.Name != "date"))
        {
            throw call.Unexpected("timestamp(3), timestamp(3), interval day to second");
        }

        // Months count from the first value: the last days of months stay last days.
        if (arguments is [_, _, { Type.Name: "interval year to month" } months])
        {
            var size = $"(date_part('year', {months.Sql}) * 12 + date_part('month', {months.Sql}))";
            var (from, to) = ($"CAST({first.Sql} AS TIMESTAMP)", $"CAST({last.Sql} AS TIMESTAMP)");
            return call.Result(TrinoType.Array(type), Bounded(
                $"date_sub('month', {from}, {to}) / {size}",
                $"CAST(list_transform(range(0, date_sub('month', {from}, {to}) // {size} + 1), lambda i: {from} + to_months(CAST(i * {size} AS "
                + $"INTEGER))) AS {type.DuckDb}[])", TrinoType.Array(type)));
        }

        var interval = arguments.Count == 3 ? arguments[2].Sql
            : $"CASE WHEN {first.Sql} <= {last.Sql} THEN to_days(1) ELSE to_days(-1) END";
        return call.Result(
            TrinoType.Array(type), Bounded(
                $"abs(epoch(CAST({last.Sql} AS TIMESTAMP)) - epoch(CAST({first.Sql} AS TIMESTAMP))) / abs(epoch({interval}))",
                $"CAST(generate_series(CAST({first.Sql} AS TIMESTAMP), CAST({last.Sql} AS TIMESTAMP), {interval}) AS "
                + $"{type.DuckDb}[])", TrinoType.Array(type)));
    }

    /// <summary>Athena refuses longer sequences, too.</summary>
    static string Bounded(string steps, string sequence, TrinoType type) =>
        $"CASE WHEN {steps} >= 10000 THEN {ExpressionAnalyzer.Failure(TooLong, type)} ELSE {sequence} END";

    const string TooLong = "'INVALID_FUNCTION_ARGUMENT: result of sequence function must not have more than 10000 entries'";

    public static Typed Reduce(FunctionCall call)
    {
        if (call.Arguments is not [{ Type.Name: "array" } array, { Lambda: null } initial, { Lambda: { } step }, { Lambda: { } output }])
            throw call.Unexpected("array(T), S, function(S,T,S), function(S,R)");
        var element = array.Type.Arguments[0];
        var (parameters, body) = call.Analyzer.AnalyzeLambda(step, [initial.Type, element], call.Location);
        if (!Coercion.CanCoerce(body.Type, initial.Type))
            throw call.Unexpected("array(T), S, function(S,T,S), function(S,R)");
        var (last, result) = call.Analyzer.AnalyzeLambda(output, [initial.Type], call.Location);
        // DuckDB's list_reduce wants elements and state of one type: a row of both carries them.
        var state = initial.Type.DuckDb;
        var elements = $"list_transform({array.Sql}, lambda x: struct_pack(s := CAST(NULL AS {state}), x := x))";
        var reduced = $"list_reduce({elements}, lambda a, b: list_transform([struct_pack(s := a.s, x := b.x)], lambda e: struct_pack(s := "
            + $"CAST({Substitute(body.Sql, parameters, "e.s", "e.x")} AS {state}), x := e.x))[1],"
            + $" struct_pack(s := CAST({initial.Sql} AS {state}), x := CAST(NULL AS {element.DuckDb}))).s";
        return Typed.Of(
            result.Type,
            $"list_transform([{reduced}], lambda {last[0]}: {result.Sql})[1]",
            call.Location,
            [array, initial, body, result]);
    }

    public static Typed Zip(FunctionCall call)
    {
        if (call.Arguments.Count < 2 || call.Arguments.Any(argument => argument.Type.Name != "array"))
            throw call.Unexpected("array(T1), array(T2)");
        var fields = call.Arguments.Select(argument => argument.Type.Arguments[0]).ToList();
        var type = TrinoType.Array(TrinoType.Row(fields, [.. fields.Select(_ => (string?)null)]));
        var pack = string.Join(", ", fields.Select((_, i) => $"field{i} := e[{i + 1}]"));
        return call.Result(type, $"list_transform(list_zip({string.Join(", ", call.Arguments.Select(argument => argument.Sql))}), lambda "
            + $"e: struct_pack({pack}))");
    }

    public static Typed ZipWith(FunctionCall call)
    {
        if (call.Arguments is not [{ Type.Name: "array" } left, { Type.Name: "array" } right, { Lambda: { } lambda }])
            throw call.Unexpected("array(T), array(U), function(T,U,R)");
        var (parameters, body) = call.Analyzer.AnalyzeLambda(lambda, [left.Type.Arguments[0], right.Type.Arguments[0]], call.Location);
        return Typed.Of(
            TrinoType.Array(body.Type),
            $"list_transform(list_zip({left.Sql}, {right.Sql}), lambda e: {Substitute(body.Sql, parameters, "e[1]", "e[2]")})",
            call.Location,
            [left, right, body]);
    }

    public static Typed? DecimalAggregate(FunctionCall call)
    {
        if (call.Arguments is not [{ Type.Name: "decimal" } value])
            return null;
        var type = call.Name == "sum" ? TrinoType.Decimal(38, value.Type.Scale) : value.Type;
        return call.Result(type, $"CAST({call.Name}({call.Distinct}{value.Sql}){call.Suffix} AS {type.DuckDb})");
    }

    public static Typed Checksum(FunctionCall call)
    {
        if (call.Arguments is not [var value])
            throw call.Unexpected("T");
        var hash = value.Type.Name switch
        {
            "varchar" or "char" => $"athena_hash_text({value.Sql})",
            "date" => $"athena_hash_number(CAST({value.Sql} - DATE '1970-01-01' AS BIGINT))",
            "tinyint" or "smallint" or "integer" or "bigint" => $"athena_hash_number(CAST({value.Sql} AS BIGINT))",
            "timestamp" => $"athena_hash_number(epoch_us({value.Sql}))",
            _ => throw call.Analyzer.Error(AthenaError.NotHere, call.Location,
                $"checksum of {value.Type} does not run on this machine"),
        };
        // NULL counts as the prime that each hash is multiplied with; the sum wraps at 64 bits.
        return call.Result(
            TrinoType.Varbinary, $"unhex(athena_checksum(CAST(sum(CASE WHEN {value.Sql} IS NULL THEN -7046029288634856825 ELSE {hash} "
                + $"END){call.Suffix} AS VARCHAR)))");
    }

    /// <summary>Writes each part of a literal format with DuckDB's printf.</summary>
    public static Typed Format(FunctionCall call)
    {
        if (call.Arguments.Count == 0 || !IsText(call.Arguments[0]))
            throw call.Unexpected("varchar, ...");
        var format = call.Constant(0, "format");
        var parts = new List<string>();
        var (next, done) = (1, 0);
        foreach (Match match in FormatPart.Matches(format))
        {
            if (match.Index > done)
                parts.Add(Sql.Text(format[done..match.Index]));
            done = match.Index + match.Length;
            var (index, flags, width, decimals, kind) =
                (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, match.Groups[5].Value);
            if (kind is "%" or "n")
            {
                parts.Add(kind == "%" ? "'%'" : "chr(10)");
                continue;
            }

            var position = index.Length > 0 ? int.Parse(index, CultureInfo.InvariantCulture) : next++;
            if (position >= call.Arguments.Count)
                throw call.Analyzer.Error(AthenaError.InvalidArgument, call.Location, $"Format specifier '{match.Value}' has no argument");
            parts.Add(FormatOne(call, call.Arguments[position], flags, width, decimals, kind, match.Value));
        }

        if (format[done..].Contains('%', StringComparison.Ordinal))
            throw call.Analyzer.Error(AthenaError.NotHere, call.Location,
                $"The format '{format[done..]}' does not run on this machine", "Use %s, %d and %f.");
        if (done < format.Length)
            parts.Add(Sql.Text(format[done..]));
        return call.Result(TrinoType.Varchar, parts.Count == 0 ? "''" : $"({string.Join(" || ", parts)})");
    }

    static string FormatOne(FunctionCall call, Typed value, string flags, string width, string decimals, string kind, string specifier)
    {
        if ((kind == "d" && !value.Type.IsInteger) || (kind == "f" && !value.Type.IsNumber))
            throw call.Analyzer.Error(AthenaError.InvalidArgument, call.Location, $"Invalid format string: {specifier} for {value.Type}");
        var group = flags.Contains(',') ? "," : "";
        var sql = kind switch
        {
            "d" => group == "" ? $"printf('%{flags}{width}d', {value.Sql})" : $"format('{{:,}}', {value.Sql})",
            "f" => $"format('{{:{group}.{(decimals.Length > 0 ? decimals : "6")}f}}', CAST({value.Sql} AS DOUBLE))",
            _ => call.Analyzer.Cast(value, TrinoType.Varchar, call.Location, isTry: false).Sql,
        };
        if (width.Length == 0 || (kind == "d" && group == ""))
            return $"coalesce({sql}, 'null')";
        return flags.Contains('-') ? $"rpad({sql}, CAST(greatest({width}, length({sql})) AS INTEGER), ' ')"
            : $"lpad({sql}, CAST(greatest({width}, length({sql})) AS INTEGER), ' ')";
    }

    static string Substitute(string sql, IReadOnlyList<string> parameters, params string[] values)
    {
        for (var i = 0; i < parameters.Count; i++)
            sql = Regex.Replace(sql, $@"\b{parameters[i]}\b", values[i]);
        return sql;
    }

    static bool IsText(Typed value) => value.Type.IsText || value.Type.Name == "unknown";

    static bool IsTime(Typed value) => value.Type.Name is "date" or "time" or "timestamp" or "timestamp with time zone" or "unknown";

    static string Unit(FunctionCall call)
    {
        var unit = call.Constant(0, "unit").ToLowerInvariant();
        return Units.Contains(unit)
            ? unit
            : throw call.Analyzer.Error(
                AthenaError.InvalidArgument, call.Arguments[0].Location, $"'{unit}' is not a valid TIMESTAMP field",
                $"The units are {string.Join(", ", Units)}.");
    }

    static AthenaException InvalidUnit(FunctionCall call, string unit, string type) =>
        call.Analyzer.Error(AthenaError.InvalidArgument, call.Arguments[0].Location, $"'{unit}' is not a valid {type} field");

    [GeneratedRegex("""^\$(\.[\p{L}\p{Nd}_:]+|\[[\p{L}\p{Nd}_]+\]|\["(?:[^"\\]|\\["\\])*"\])*\z""")]
    private static partial Regex JsonSteps { get; }

    [GeneratedRegex(@"(Z|[+-]\d\d:?\d\d)$")]
    private static partial Regex Offset { get; }

    [GeneratedRegex(@"%(?:(\d+)\$)?([-,0+]*)(\d*)(?:\.(\d+))?([sdfn%])")]
    private static partial Regex FormatPart { get; }
}
