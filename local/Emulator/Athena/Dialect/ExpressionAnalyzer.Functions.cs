using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Emulator.Athena.Dialect.SyntaxTree;

namespace Emulator.Athena.Dialect;

/// <summary>Calls of functions, and operators that DuckDB's tree has as calls.</summary>
sealed partial class ExpressionAnalyzer
{
    static readonly string[] IntervalFunctions =
        ["to_years", "to_months", "to_weeks", "to_days", "to_hours", "to_minutes", "to_seconds", "to_quarters", "to_milliseconds"];

    Typed Function(JsonElement node)
    {
        var (name, location, children) = (Text(node, "function_name").ToLowerInvariant(), Location(node), Children(node).ToArray());
        if (children.Length > 0 && IntervalFunctions.Contains(name) && IntervalText(children[0]) is { } amount)
            return Interval(name, amount, location);
        if (node.GetProperty("is_operator").GetBoolean() || OtherOperators.ContainsKey(name)
            || name.Contains("like_escape", StringComparison.Ordinal))
            return OperatorCall(name, location, children);
        switch (name)
        {
            case "timezone" when Text(node, "schema") == "main":
                return AtTimeZone(Analyze(children[1]), Analyze(children[0]));
            case "date_part" when Text(node, "schema") == "main":
                return Extract(children, location);
            case "row":
                return Row([.. children.Select(Analyze)], location);
            case "list_value" when Text(node, "schema") == "main":
                throw Error(AthenaError.Syntax, text.LastBefore('[', location), "mismatched input '['", "Write ARRAY[...].");
            case "count_star":
                return Call("count", node, location, []);
            case "i_":
                return Call("if", node, location, children);
            case "current_timestamp" or "localtimestamp" or "localtime" when children.Length == 1:
                return Now(name, location)!;
            case "normalize" when children.Length == 2 && Text(children[1], "class") == "COLUMN_REF":
                var form = Children(children[1], "column_names").First().GetString()!;
                return form.Equals("NFC", StringComparison.OrdinalIgnoreCase)
                    ? Call(name, node, location, [children[0]])
                    : throw Error(AthenaError.NotHere, location, $"Normalization to {form} does not run on this machine", "Use NFC.");
            case "overlay":
                throw Error(AthenaError.FunctionNotFound, location, "Function 'overlay' not registered");
        }

        return Call(name, node, location, children);
    }

    Typed OperatorCall(string name, int location, JsonElement[] children)
    {
        if (OtherOperators.TryGetValue(name, out var other))
        {
            var written = location >= 0 && text.TokenAt(location) is "~" ? "~" : other;
            throw Error(AthenaError.Syntax, location, $"mismatched input '{written}'", other switch
            {
                "ILIKE" or "NOT ILIKE" => "Use lower(x) LIKE 'pattern'.",
                "SIMILAR TO" or "~" or "GLOB" => "Use regexp_like(x, 'pattern').",
                "**" or "^" => "Use power(x, y).",
                "//" => "Use / on integers.",
                "->" or "->>" => "Use json_extract_scalar(x, '$.name').",
                "&" or "|" or "<<" or ">>" => "Use bitwise_and, bitwise_or or bitwise_left_shift.",
                _ => null,
            });
        }

        var parts = children.Select(Analyze).ToArray();
        switch (name)
        {
            case "+" or "-" when parts.Length == 1:
                return name == "-" ? Negated(parts[0], location) : parts[0];
            case "+" or "-" or "*" or "/" or "%":
                return Arithmetic(name, parts[0], parts[1], location);
            case "||":
                return Concatenate(parts, location);
            case "~~" or "!~~" or "like_escape" or "not_like_escape":
                foreach (var part in parts)
                    if (!part.Type.IsText && part.Type.Name != "unknown")
                        throw Error(AthenaError.TypeMismatch, part.Location,
                            $"Left side of LIKE expression and its pattern must evaluate to a varchar: actual type {part.Type}",
                            part.Column is { } column ? $"Write CAST({column} AS varchar)." : null);
                var escape = parts.Length == 3 ? $" ESCAPE {parts[2].Sql}" : "";
                return Typed.Of(
                    TrinoType.Boolean, $"({parts[0].Sql} {(name is "!~~" or "not_like_escape" ? "NOT " : "")}LIKE {parts[1].Sql}{escape})",
                    location, parts);
            default:
                throw Error(AthenaError.Syntax, location, $"mismatched input '{name}'");
        }
    }

    Typed Concatenate(Typed[] parts, int location)
    {
        var (left, right) = (parts[0], parts[1]);
        if (left.Type.Name is "varchar" or "char" or "unknown" && right.Type.Name is "varchar" or "char" or "unknown")
        {
            var length = left.Type.Length < 0 || right.Type.Length < 0 ? TrinoType.Unbounded : left.Type.Length + right.Type.Length;
            return Typed.Of(TrinoType.VarcharOf(length), $"({left.Sql} || {right.Sql})", location, parts);
        }

        if (left.Type.Name == "varbinary" && right.Type.Name == "varbinary")
            return Typed.Of(left.Type, $"({left.Sql} || {right.Sql})", location, parts);
        if (left.Type.Name == "array" || right.Type.Name == "array")
        {
            if (left.Type.Name == "array" && right.Type.Name == "array" && Coercion.Common(left.Type, right.Type) is { } both)
                return Typed.Of(both, $"CASE WHEN {left.Sql} IS NOT NULL AND {right.Sql} IS NOT NULL THEN "
                    + $"list_concat({Coerce(left, both).Sql}, {Coerce(right, both).Sql}) END", location, parts);
            if (left.Type.Name == "array" && Coercion.CanCoerce(right.Type, left.Type.Arguments[0]))
                return Typed.Of(left.Type, $"list_append({left.Sql}, {Coerce(right, left.Type.Arguments[0]).Sql})", location, parts);
            if (right.Type.Name == "array" && Coercion.CanCoerce(left.Type, right.Type.Arguments[0]))
                return Typed.Of(right.Type, $"list_prepend({Coerce(left, right.Type.Arguments[0]).Sql}, {right.Sql})", location, parts);
        }

        var wrong = parts.FirstOrDefault(part => !part.Type.IsText && part.Column is not null);
        throw Error(
            AthenaError.TypeMismatch,
            location,
            $"Cannot apply operator: {left.Type} || {right.Type}",
            wrong is null ? "Convert with CAST(... AS varchar)."
                : $"{wrong.Column} is {wrong.Type}: write CAST({wrong.Column} AS varchar).");
    }

    Typed Extract(JsonElement[] children, int location)
    {
        var field = Text(children[0].GetProperty("value"), "value").ToLowerInvariant();
        var name = field switch
        {
            "dow" or "day_of_week" => "day_of_week",
            "doy" or "day_of_year" => "day_of_year",
            "yow" or "year_of_week" => "year_of_week",
            "day_of_month" => "day",
            "year" or "quarter" or "month" or "week" or "day" or "hour" or "minute" or "second" or "timezone_hour" or "timezone_minute" =>
                field,
            _ => throw Error(AthenaError.Syntax, location, $"Invalid EXTRACT field: {field}", field == "epoch" ? "Use to_unixtime(x)."
                : null),
        };
        return Call(name, default, location, [children[1]]);
    }

    static Typed Row(List<Typed> parts, int location)
    {
        var type = TrinoType.Row([.. parts.Select(part => part.Type)], [.. parts.Select(_ => (string?)null)]);
        var fields = parts.Select((part, i) =>
            $"field{i} := {(part.Type.Name == "unknown" ? $"CAST({part.Sql} AS {part.Type.DuckDb})" : part.Sql)}");
        return Typed.Of(type, $"struct_pack({string.Join(", ", fields)})", location, parts);
    }

    Typed Call(string name, JsonElement node, int location, JsonElement[] children)
    {
        if (!FunctionTable.ByName.TryGetValue(name, out var entries))
            throw UnknownFunction(name, location);
        var entry = entries[0];
        if (entry.IsMissing)
            throw Error(AthenaError.NotHere, location, $"The function {name} does not run on this machine");
        if (entry.Kind == FunctionKind.Window)
            throw Error(AthenaError.Syntax, location, $"Window function {name} requires an OVER clause", $"Write {name}(...) OVER (...).");

        var isCall = node.ValueKind == JsonValueKind.Object;
        var distinct = isCall && node.GetProperty("distinct").GetBoolean();
        var orders = isCall ? node.GetProperty("order_bys").GetProperty("orders").EnumerateArray().ToArray() : [];
        var hasFilter = isCall && node.GetProperty("filter").ValueKind == JsonValueKind.Object;
        if (entry.Kind != FunctionKind.Aggregate)
        {
            if (distinct || orders.Length > 0 || hasFilter)
                throw Error(AthenaError.Syntax, location,
                    $"DISTINCT, ORDER BY and FILTER are only for aggregate functions, and {name} is not one");
            return Overload(name, entries, location, [.. children.Select(Analyze)], "", "", "");
        }

        if (_insideAggregate)
            throw Error(AthenaError.NestedAggregation, location, $"Cannot nest aggregations inside aggregation '{name}'");
        if (!AllowAggregates)
            throw Error(AthenaError.NotScalar, location,
                $"{Clause} cannot contain aggregations, window functions or grouping operations: [{name}]", Clause == "WHERE clause"
                ? "Use HAVING." : null);
        if (name == "listagg" && children.Length > 1 && Text(children[1], "class") != "CONSTANT")
            throw Error(AthenaError.Syntax, Location(children[1]), $"mismatched input '{text.TokenAt(Math.Max(0, Location(children[1])))}'",
                "The separator of listagg is a text in single quotes.");
        _insideAggregate = true;
        var arguments = children.Select(Analyze).ToList();
        var filter = hasFilter ? $" FILTER (WHERE {FilterOf(node.GetProperty("filter"))})" : "";
        var order = orders.Length == 0 ? "" : $" ORDER BY {string.Join(", ", orders.Select(OrderIn))}";
        _insideAggregate = false;
        if (arguments.Any(argument => argument.HasAggregate))
            throw Error(AthenaError.NestedAggregation, location, $"Cannot nest aggregations inside aggregation '{name}'");
        var call = Overload(name, entries, location, arguments, filter, distinct ? "DISTINCT " : "", order);
        return call with { HasAggregate = true, Columns = [.. call.Columns.Where(use => use.Scope != scope)] };
    }

    string FilterOf(JsonElement node)
    {
        var filter = Analyze(node);
        ExpectBoolean(filter, "FILTER");
        return filter.Sql;
    }

    string OrderIn(JsonElement order) => QueryAnalyzer.Order(Analyze(order.GetProperty("expression")).Sql, order);

    Typed Overload(
        string name, FunctionEntry[] entries, int location, List<Typed> arguments, string suffix, string distinct, string order,
        string nulls = "")
    {
        var types = arguments.Select(argument => argument.Lambda is null ? argument.Type : null).ToList();
        Typed? variable = null;
        foreach (var exact in new[] { true, false })
        {
            foreach (var entry in entries)
            {
                if (entry.Signature is not { } signature || (exact && !IsExact(signature, types)))
                    continue;
                var variables = new Dictionary<string, TrinoType>();
                if (!signature.TryBind(types, variables))
                    continue;
                if (signature.Literal is { } literal && !arguments[literal].IsConstant)
                    variable = arguments[literal];
                else if (Bound(entry, signature, variables, arguments, location, suffix, distinct, order, nulls) is { } call)
                    return call;
            }
        }

        if (variable is not null)
            throw NeedsLiteral(name, variable, $"argument {arguments.IndexOf(variable) + 1}");
        if (entries.FirstOrDefault(entry =>
            entry.Special is not null)?.Special!(new FunctionCall(this, name, location, arguments, suffix, distinct)) is { } special)
            return special;
        throw Error(
            AthenaError.TypeMismatch,
            location,
            $"Unexpected parameters "
            + $"({string.Join(", ", arguments.Select(argument => argument.Lambda is null ? argument.Type.ToString() : "function"))}) for "
            + $"function {name}."
                + $" Expected: {string.Join(", ", entries.Select(entry => Expected(name, entry)).Distinct())}",
            arguments.FirstOrDefault(argument => argument is { Column: not null, Type.Name: "varchar" }) is { } wrong
                && entries.Any(TakesNumber)
                ? $"{wrong.Column} is {wrong.Type}: write CAST({wrong.Column} AS bigint)."
                : null);
    }

    public AthenaException NeedsLiteral(string function, Typed argument, string what) => Error(AthenaError.NotHere, argument.Location,
        $"{function} needs a literal as its {what} on this machine");

    static bool TakesNumber(FunctionEntry entry) => entry.Signature?.Parameters.Any(parameter => parameter.IsNumber) == true;

    static string Expected(string name, FunctionEntry entry)
    {
        var arrow = entry.Description.LastIndexOf("->", StringComparison.Ordinal);
        return $"{name}({(arrow < 0 ? "" : entry.Description[..arrow].Trim())})";
    }

    static bool IsExact(Signature signature, List<TrinoType?> types) => signature.Takes(types.Count)
        && types.Select((type, i) => type is null || Signature.IsVariable(signature.Parameter(i))
        || signature.Parameter(i).Name == type.Name).All(fits => fits);

    Typed? Bound(
        FunctionEntry entry,
        Signature signature,
        Dictionary<string, TrinoType> variables,
        List<Typed> arguments,
        int location,
        string suffix,
        string distinct,
        string order,
        string nulls)
    {
        var parts = new List<Typed>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var parameter = signature.Parameter(i);
            if (arguments[i].Lambda is not { } lambda)
            {
                parts.Add(Coerce(arguments[i], parameter.IsZoned && arguments[i].Type.IsZoned ? arguments[i].Type
                    : Signature.Resolve(parameter, variables)));
                continue;
            }

            var (names, body) = AnalyzeLambda(lambda,
                [.. parameter.Arguments.SkipLast(1).Select(type => Signature.Resolve(type, variables))], location);
            var result = parameter.Arguments[^1];
            if (Signature.IsVariable(result))
                variables[result.Name] = body.Type;
            else if (!Coercion.CanCoerce(body.Type, result))
                throw Error(AthenaError.TypeMismatch, body.Location,
                    $"Lambda of {entry.Name} must return {result}, but returns {body.Type}");
            var sql = entry.Template!.Contains($"{{E{i}}}", StringComparison.Ordinal)
                ? $"lambda e: {Regex.Replace(Regex.Replace(body.Sql, $@"\b{names[0]}\b", "e.key"), $@"\b{names[1]}\b", "e.value")}"
                : $"lambda {string.Join(", ", names)}: {body.Sql}";
            parts.Add(body with { Sql = sql });
        }

        var type = Signature.Resolve(signature.Result, variables);
        if (signature.Result is { IsZoned: true, Length: 0 } && parts.FirstOrDefault(part => part.Type.IsZoned) is { } zoned)
            type = zoned.Type;
        if (distinct.Length > 0 && !entry.Template!.Contains("{D}", StringComparison.Ordinal)
            && entry.Name is not ("min" or "max" or "bool_and" or "bool_or" or "every"))
            throw Error(AthenaError.NotHere, location, $"{entry.Name}(DISTINCT ...) does not run on this machine");
        var call = Typed.Of(type, Fill(entry.Template!, parts, type, suffix, distinct, order, nulls), location, parts);
        return entry.IsVolatile ? call with { Columns = [.. call.Columns, ColumnUse.Other] } : call;
    }

    string Fill(string template, List<Typed> parts, TrinoType type, string suffix, string distinct, string order, string nulls)
    {
        var texts = parts.Select(part => part.Type.Name == "unknown" && part.Lambda is null && part.Sql == "NULL" ? "NULL" : part.Sql)
            .ToList();
        return Placeholder.Replace(template, match => match.Groups[1].Value switch
        {
            "*" => string.Join(", ", texts),
            "||" => string.Join(" || ", texts),
            "&&" => string.Join(" AND ", texts.Select(text => $"{text} IS NOT NULL")),
            "T" => type.DuckDb,
            "D" => distinct,
            "O" => order,
            "F" => suffix,
            "N" => nulls,
            "NOW" => queries.NowSql,
            "TEXT0" => parts[0].Type is { Name: "array", Arguments: [{ IsText: false }] } array
                ? $"list_transform({texts[0]}, lambda x: {CastText(new Typed(array.Arguments[0], "x", parts[0].Location))})"
                : texts[0],
            ['!', .. var failure] => Failure(Sql.Text(failure), type),
            ['L', var digit] => Zones.ToLocal(parts[digit - '0']),
            ['E', var digit] => texts[digit - '0'],
            ['R', var digit] => ByRow(parts[digit - '0']),
            var digit => texts[digit[0] - '0'],
        });
    }

    string CastText(Typed value) => Cast(value, TrinoType.Varchar, value.Location, isTry: false).Sql;

    /// <summary>Types a lambda's body; its parameters get names that no column has.</summary>
    public (IReadOnlyList<string> Names, Typed Body) AnalyzeLambda(JsonElement lambda, IReadOnlyList<TrinoType> types, int location)
    {
        var left = lambda.GetProperty("lhs");
        var parameters = (Text(left, "class") == "COLUMN_REF" ? [left] : Children(left).ToArray())
            .Select(parameter => Children(parameter, "column_names").Single().GetString()!).ToList();
        if (parameters.Count != types.Count)
            throw Error(AthenaError.TypeMismatch, location,
                $"Expected a lambda that takes {types.Count} argument(s) but got {parameters.Count}");
        var names = parameters.Select(_ => queries.NewName("p")).ToList();
        var hidden = parameters.Select(name => _lambdaParameters.TryGetValue(name, out var known) ? known : ((TrinoType, string)?)null)
            .ToList();
        for (var i = 0; i < names.Count; i++)
            _lambdaParameters[parameters[i]] = (types[i], names[i]);
        var operands = _operands;
        _operands = default;
        var body = Analyze(lambda.GetProperty("expr"));
        _operands = operands;
        // Its names differ from one translation to the next.
        operands.Seen?.Add(body with { Lambda = lambda });
        operands.Values?.Dequeue();
        for (var i = 0; i < names.Count; i++)
        {
            if (hidden[i] is { } known)
                _lambdaParameters[parameters[i]] = known;
            else
                _lambdaParameters.Remove(parameters[i]);
        }

        return (names, body);
    }

    /// <summary>The name of a function is as written: names of types are other names to the parser.</summary>
    AthenaException UnknownFunction(string name, int location)
    {
        if (name.EndsWith('_') && location >= 0)
            name = text.TokenAt(location).ToLowerInvariant();
        return Error(AthenaError.FunctionNotFound, location, $"Function '{name}' not registered",
            OtherNames.Hints.TryGetValue(name, out var hint) ? $"Use {hint}." : null);
    }

    Typed Window(JsonElement node)
    {
        var (name, location) = (Text(node, "function_name").ToLowerInvariant(), Location(node));
        if (name == "count_star")
            name = "count";
        if (!FunctionTable.ByName.TryGetValue(name, out var entries))
            throw UnknownFunction(name, location);
        if (entries[0].IsMissing)
            throw Error(AthenaError.NotHere, location, $"The function {name} does not run on this machine");
        if (entries[0].Kind == FunctionKind.Scalar)
            throw Error(AthenaError.Syntax, location, $"Function '{name}' is not a window function");
        if (_insideAggregate || !AllowAggregates)
            throw Error(AthenaError.NotScalar, location,
                $"{Clause} cannot contain aggregations, window functions or grouping operations: [{name}]");
        if (node.GetProperty("distinct").GetBoolean())
            throw Error(AthenaError.NotHere, location, $"DISTINCT in window function parameters not yet supported: {name}",
                "Use approx_distinct, or count the rows of a subquery where row_number() is 1.");
        if (Text(node, "exclude_clause") != "NO_OTHER")
            throw Error(AthenaError.Syntax, location, "mismatched input 'EXCLUDE'");

        var arguments = Children(node).Select(Analyze).ToList();
        foreach (var extra in new[] { "offset_expr", "default_expr" })
            if (node.GetProperty(extra).ValueKind == JsonValueKind.Object)
                arguments.Add(Analyze(node.GetProperty(extra)));
        var parts = new List<Typed>();
        var filter = node.GetProperty("filter_expr").ValueKind == JsonValueKind.Object
            ? $" FILTER (WHERE {FilterOf(node.GetProperty("filter_expr"))})" : "";
        var over = Over(node, parts);
        var nulls = node.GetProperty("ignore_nulls").GetBoolean() ? " IGNORE NULLS" : "";
        var call = Overload(name, entries, location, arguments, $"{filter} OVER ({over})", "", "", nulls);
        return Typed.Of(call.Type, call.Sql, location, [call, .. parts]) with { HasWindow = true };
    }

    string Over(JsonElement node, List<Typed> parts)
    {
        var clauses = new List<string>();
        var partitions = Children(node, "partitions").Select(Analyze).ToList();
        parts.AddRange(partitions);
        if (partitions.Count > 0)
            clauses.Add($"PARTITION BY {string.Join(", ", partitions.Select(part => part.Sql))}");
        var orders = Children(node, "orders").Select(order => (Order: order, Value: Analyze(order.GetProperty("expression")))).ToList();
        parts.AddRange(orders.Select(order => order.Value));
        if (orders.Count > 0)
            clauses.Add($"ORDER BY {string.Join(", ", orders.Select(order => QueryAnalyzer.Order(order.Value.Sql, order.Order)))}");
        var (start, end) = (Text(node, "start"), Text(node, "end"));
        if (start != "UNBOUNDED_PRECEDING" || end != "CURRENT_ROW_RANGE")
        {
            var mode = $"{start} {end}".Contains("ROWS", StringComparison.Ordinal) ? "ROWS"
                : $"{start} {end}".Contains("GROUPS", StringComparison.Ordinal) ? "GROUPS" : "RANGE";
            clauses.Add($"{mode} BETWEEN {Bound(start, node.GetProperty("start_expr"), parts)} AND "
                + $"{Bound(end, node.GetProperty("end_expr"), parts)}");
        }

        return string.Join(' ', clauses);
    }

    string Bound(string kind, JsonElement amount, List<Typed> parts)
    {
        if (!kind.StartsWith("EXPR", StringComparison.Ordinal))
            return kind.StartsWith("CURRENT_ROW", StringComparison.Ordinal) ? "CURRENT ROW" : kind.Replace('_', ' ');
        var value = Analyze(amount);
        parts.Add(value);
        return $"{value.Sql} {(kind.Contains("PRECEDING", StringComparison.Ordinal) ? "PRECEDING" : "FOLLOWING")}";
    }

    [GeneratedRegex(@"\{(![^}]*|\*|\|\||&&|[A-Z]+\d?|\d)\}")]
    private static partial Regex Placeholder { get; }
}
