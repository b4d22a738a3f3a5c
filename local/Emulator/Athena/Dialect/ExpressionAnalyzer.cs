using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Emulator.Athena.Dialect.SyntaxTree;

namespace Emulator.Athena.Dialect;

/// <summary>
/// Checks an expression of DuckDB's syntax tree by Trino's rules and translates it. Kinds of nodes that Trino does not have are refused,
/// and so is each kind that this code does not know.
/// </summary>
sealed partial class ExpressionAnalyzer(QueryAnalyzer queries, StatementText text, Scope scope)
{
    static readonly Dictionary<string, string> Comparisons = new()
    {
        ["COMPARE_EQUAL"] = "=",
        ["COMPARE_NOTEQUAL"] = "<>",
        ["COMPARE_LESSTHAN"] = "<",
        ["COMPARE_LESSTHANOREQUALTO"] = "<=",
        ["COMPARE_GREATERTHAN"] = ">",
        ["COMPARE_GREATERTHANOREQUALTO"] = ">=",
        ["COMPARE_DISTINCT_FROM"] = "IS DISTINCT FROM",
        ["COMPARE_NOT_DISTINCT_FROM"] = "IS NOT DISTINCT FROM",
    };

    /// <summary>Operators of DuckDB that come as functions.</summary>
    static readonly Dictionary<string, string> OtherOperators = new()
    {
        ["//"] = "//",
        ["**"] = "**",
        ["^"] = "^",
        ["&"] = "&",
        ["|"] = "|",
        ["<<"] = "<<",
        [">>"] = ">>",
        ["~"] = "~",
        ["~~*"] = "ILIKE",
        ["!~~*"] = "NOT ILIKE",
        ["~~~"] = "GLOB",
        ["regexp_full_match"] = "SIMILAR TO",
        ["ilike_escape"] = "ILIKE",
        ["not_ilike_escape"] = "NOT ILIKE",
        ["@>"] = "@>",
        ["<@"] = "<@",
        ["&&"] = "&&",
        ["^@"] = "^@",
        ["->>"] = "->>",
        ["@"] = "@",
        ["!"] = "!",
        ["->"] = "->",
    };

    readonly Dictionary<string, (TrinoType Type, string Sql)> _lambdaParameters = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The start of each TRY in DuckDB's SQL.</summary>
    public const string TryStart = "TRY(";

    public bool AllowAggregates { get; init; }

    /// <summary>The place that messages name where aggregates are not allowed.</summary>
    public string Clause { get; init; } = "WHERE clause";

    /// <summary>Columns of the select list by name, for ORDER BY.</summary>
    public Func<string, Typed?>? Aliases { get; init; }

    // The SQL of usual expressions is shorter.
    const int LongSql = 2_000;

    const int LongOperand = 500;

    const int LongestSql = 4_000_000;

    /// <summary>The operands of the expression: those seen so far, or those to use instead of the operands in the tree.</summary>
    (List<Typed>? Seen, Queue<Typed>? Values) _operands;

    bool _insideAggregate;

    /// <summary>The depth of TRY and TRY_CAST.</summary>
    int _tries;

    public Typed Analyze(JsonElement node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_operands.Values is { } values)
            return values.Dequeue();
        var outer = _operands.Seen;
        var operands = new List<Typed>();
        _operands.Seen = operands;
        var typed = AnalyzeNode(node);
        if (typed.Sql.Length > LongSql && operands.Any(operand => IsRepeated(operand.Sql, typed.Sql)))
            typed = WithEachOperandOnce(node, typed, operands);
        typed = Grouped(typed);
        outer?.Add(typed);
        _operands.Seen = outer;
        return typed;
    }

    Typed Grouped(Typed typed)
    {
        if (scope.GroupKeys is not { } keys || typed.Columns.IsEmpty)
            return typed;
        var sql = _tries > 0 ? FlatColumn.Replace(typed.Sql, "$1") : typed.Sql;
        return keys.Contains(sql) ? typed with { Sql = sql, Columns = [.. typed.Columns.Where(use => use.Scope != scope)] } : typed;
    }

    /// <summary>
    /// Translates a node again, with its operands as the fields of a variable: SQL that repeats an operand doubles at each level of nested
    /// expressions, so that 16 divisions took minutes.
    /// </summary>
    Typed WithEachOperandOnce(JsonElement node, Typed typed, List<Typed> operands)
    {
        // A lambda contains no query and no aggregate function, and TRY cannot see into it. Some operands are not always evaluated.
        if (_tries > 0 || Text(node, "class") is "SUBQUERY" or "CASE" or "CONJUNCTION" || IsConditional(node)
            || typed.HasAggregate != operands.Any(operand => operand.HasAggregate)
            || typed.HasWindow != operands.Any(operand => operand.HasWindow))
        {
            return typed.Sql.Length < LongestSql ? typed
                : throw Error(AthenaError.NotHere, typed.Location, "The expression has too many levels for this machine");
        }

        var fields = new List<string>();
        var values = new Queue<Typed>(operands.Select(operand =>
        {
            if (operand.IsConstant || operand.Lambda is not null || operand.Type.Name == "unknown")
                return operand;
            fields.Add($"f{fields.Count} := {operand.Sql}");
            return operand with { Sql = $"v.f{fields.Count - 1}" };
        }));
        if (fields.Count == 0)
            return typed;
        _operands.Values = values;
        var body = AnalyzeNode(node).Sql;
        _operands.Values = null;
        return typed with { Sql = $"list_transform([struct_pack({string.Join(", ", fields)})], lambda v: {body})[1]" };
    }

    static bool IsRepeated(string operand, string sql) => operand.Length > LongOperand
        && sql.IndexOf(operand, StringComparison.Ordinal) != sql.LastIndexOf(operand, StringComparison.Ordinal);

    static bool IsConditional(JsonElement node) => Text(node, "class") switch
    {
        "OPERATOR" => Text(node, "type") is "OPERATOR_COALESCE" or "OPERATOR_TRY",
        "FUNCTION" => Text(node, "function_name").ToLowerInvariant() is "i_" or "if",
        _ => false,
    };

    Typed AnalyzeTried(JsonElement node)
    {
        _tries++;
        var typed = Analyze(node);
        _tries--;
        return typed;
    }

    public AthenaException Error(string error, int location, string message, string? hint = null) =>
        text.Error(error, location, message, hint);

    public void ExpectBoolean(Typed value, string what)
    {
        if (value.Type.Name is not ("boolean" or "unknown"))
            throw Error(AthenaError.TypeMismatch, value.Location, $"{what} must evaluate to a boolean: actual type {value.Type}");
    }

    /// <summary>Returns the SQL of a value as another type to which Trino converts implicitly.</summary>
    public static Typed Coerce(Typed value, TrinoType type)
    {
        if (value.Type.Equals(type) || value.Type.DuckDb == type.DuckDb && value.Type.Name != "unknown")
            return value with { Type = type };
        if (value.Type.Name == type.Name && type.Name is "array" or "map" or "row" && HasRow(type))
            return value with { Type = type, Sql = Casts.Nested(value.Sql, value.Type, type) };
        return value with { Type = type, Sql = $"CAST({value.Sql} AS {type.DuckDb})" };
    }

    /// <summary>
    /// SQL that fails with a message where it is evaluated. DuckDB's error() is volatile, which TRY refuses and which keeps filters from
    /// the files.
    /// </summary>
    public static string Failure(string message, TrinoType type) => $"CAST(athena_fail({message}) AS {type.DuckDb})";

    /// <summary>
    /// NULL where the SQL fails. DuckDB evaluates a row that fails on its own into a vector of one row, which CASE and COALESCE write
    /// beyond; the vectors inside of a row have the usual size.
    /// </summary>
    static string Tried(string sql) => $"struct_extract({TryStart}struct_pack(v := {sql})), 'v')";

    /// <summary>
    /// Returns a value without the dictionary of its file. DuckDB calls a function once for each value of a dictionary, also for values
    /// of rows that a condition has removed, and after a failure it takes the results for complete.
    /// </summary>
    public static string ByRow(Typed value) => value.Literal is null ? $"greatest({value.Sql}, {value.Sql})" : value.Sql;

    static bool HasRow(TrinoType type) => type.Name == "row" || type.Arguments.Any(HasRow);

    Typed AnalyzeNode(JsonElement node) => Text(node, "class") switch
    {
        "CONSTANT" => Constant(node),
        "COLUMN_REF" => Column(node),
        "COMPARISON" => Compare(Comparisons[Text(node, "type")], Analyze(node.GetProperty("left")), Analyze(node.GetProperty("right")),
            Location(node)),
        "CONJUNCTION" => Conjunction(node),
        "OPERATOR" => Operator(node),
        "BETWEEN" => Between(node, ""),
        "CASE" => Case(node),
        "CAST" => CastNode(node),
        "FUNCTION" => Function(node),
        "WINDOW" => Window(node),
        "SUBQUERY" => Subquery(node),
        "LAMBDA" => new Typed(TrinoType.Unknown, "", Location(node)) { Lambda = node },
        "STAR" => throw Error(AthenaError.Syntax, Location(node), "'*' is allowed only in the select list and in count(*)"),
        "COLLATE" => throw Error(AthenaError.Syntax, Location(node.GetProperty("child")), "mismatched input 'COLLATE'"),
        "PARAMETER" => throw Error(AthenaError.NotHere, Location(node), "Parameters do not run on this machine"),
        "POSITIONAL_REFERENCE" => throw Error(AthenaError.Syntax, Location(node), "mismatched input '#'"),
        var other => throw Error(AthenaError.Syntax, Location(node), $"Athena has no expression of the kind {other.ToLowerInvariant()}"),
    };

    int Location(JsonElement node) => SyntaxTree.Location(node, text);

    Typed Constant(JsonElement node)
    {
        var (value, location) = (node.GetProperty("value"), Location(node));
        var type = value.GetProperty("type");
        if (value.GetProperty("is_null").GetBoolean())
            return new Typed(TrinoType.Unknown, "NULL", location);
        var content = value.GetProperty("value");
        switch (Text(type, "id"))
        {
            case "INTEGER" or "BIGINT":
                var written = location >= 0 && content.GetInt64() >= 0 && char.IsAsciiDigit(text.TokenAt(location)[0])
                    ? text.TokenAt(location) : content.GetRawText();
                var sql = content.GetRawText();
                return new Typed(Text(type, "id") == "INTEGER" ? TrinoType.Integer : TrinoType.BigInt, sql[0] == '-' ? $"({sql})" : sql,
                    location)
                { Literal = written };
            case "DOUBLE":
                var number = content.ValueKind == JsonValueKind.Number ? content.GetDouble().ToString("E16", CultureInfo.InvariantCulture)
                    : $"CAST({Sql.Text(content.ToString())} AS DOUBLE)";
                return new Typed(TrinoType.Double, number[0] == '-' ? $"({number})" : number, location) { Literal = content.GetRawText() };
            case "DECIMAL":
                var info = type.GetProperty("type_info");
                var decimals = TrinoType.Decimal(info.GetProperty("width").GetInt32(), info.GetProperty("scale").GetInt32());
                var digits = DecimalText(content, decimals.Scale);
                return new Typed(decimals, $"CAST({digits} AS {decimals.DuckDb})", location) { Literal = digits };
            case "VARCHAR":
                var characters = content.GetString()!;
                return new Typed(TrinoType.VarcharOf(characters.EnumerateRunes().Count()), Sql.Text(characters),
                    location)
                { Literal = characters };
            case "HUGEINT" or "UHUGEINT":
                throw Error(AthenaError.InvalidLiteral, location, $"Invalid numeric literal: {text.TokenAt(Math.Max(0, location))}");
            case var other:
                throw Error(AthenaError.Syntax, location, $"Athena has no literal of the kind {other.ToLowerInvariant()}");
        }
    }

    static string DecimalText(JsonElement content, int scale)
    {
        var unscaled = content.ValueKind == JsonValueKind.Object
            ? ((BigInteger)content.GetProperty("upper").GetInt64() << 64) + content.GetProperty("lower").GetUInt64()
            : BigInteger.Parse(content.GetRawText(), CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}{(scale > 0 ? "." : "")}{digits[^scale..]}";
    }

    Typed Column(JsonElement node)
    {
        var (names, location) = (Children(node, "column_names").Select(name => name.GetString()!).ToArray(), Location(node));
        if (names.Length == 1 && Now(names[0], location) is { } now)
            return now;
        if (text.IsReserved(location, names[0]))
            throw text.ReservedWord(location);
        if (_lambdaParameters.TryGetValue(names[0], out var parameter))
            return Dereference(new Typed(parameter.Type, parameter.Sql, location), names.AsSpan(1), location);
        if (names.Length == 1 && Aliases?.Invoke(names[0]) is { } alias)
            return alias;
        for (var at = scope; at is not null; at = at.Outer)
            if (Resolve(at, names, location) is { } column)
                return column;
        throw queries.ColumnNotFound(names, location, scope);
    }

    Typed? Now(string name, int location)
    {
        var (type, sql) = name.ToLowerInvariant() switch
        {
            "current_timestamp" => (TrinoType.Zoned("UTC"), queries.NowSql),
            "localtimestamp" => (TrinoType.Timestamp(), queries.NowSql),
            "current_date" => (TrinoType.Date, $"CAST({queries.NowSql} AS DATE)"),
            "localtime" => (TrinoType.Time(), $"CAST({queries.NowSql} AS TIME)"),
            "current_catalog" => (TrinoType.Varchar, "'awsdatacatalog'"),
            "current_schema" => (TrinoType.Varchar, Sql.Text(queries.Database)),
            "current_time" or "current_user" or "current_role" =>
                throw Error(AthenaError.NotHere, location, $"{name} does not run on this machine"),
            _ => (TrinoType.Unknown, ""),
        };
        return sql.Length == 0 ? null : new Typed(type, sql, location);
    }

    Typed? Resolve(Scope at, string[] names, int location)
    {
        for (var qualifier = Math.Min(3, names.Length - 1); qualifier >= 0; qualifier--)
        {
            var found = new List<Field>();
            foreach (var relation in at.Relations)
                if (relation.IsCalled(names.AsSpan(0, qualifier)))
                    found.AddRange(relation.Fields.Where(field => names[qualifier].Equals(field.Name, StringComparison.OrdinalIgnoreCase)));
            if (found.Count > 1)
                throw Error(AthenaError.AmbiguousName, location, $"Column '{string.Join('.', names)}' is ambiguous",
                    "Write the table's name or alias before it.");
            if (found.Count == 0)
                continue;
            var type = found[0].Type;
            var column = new Typed(type, found[0].Sql, location)
            {
                Column = names[qualifier],
                Columns = [new ColumnUse(at, string.Join('.', names), location, found[0].Files)],
            };
            if (_tries > 0 && type.Arguments.Count == 0 && !type.IsInterval && type.Name is not ("json" or "varbinary" or "unknown"))
                column = column with { Sql = ByRow(column) };
            return Dereference(column, names.AsSpan(qualifier + 1), location);
        }

        return null;
    }

    Typed Dereference(Typed value, ReadOnlySpan<string> fields, int location)
    {
        foreach (var name in fields)
        {
            var index = value.Type.Name == "row" ? value.Type.FieldNames.ToList()
                .FindIndex(field => name.Equals(field, StringComparison.OrdinalIgnoreCase)) : -1;
            if (index < 0)
                throw Error(AthenaError.TypeMismatch, location,
                    $"Expression {value.Column ?? name} is not of type ROW with a field {name}: it is {value.Type}");
            value = Typed.Of(value.Type.Arguments[index], $"struct_extract({value.Sql}, {Sql.Text(value.Type.FieldName(index))})", location,
                value) with
            { Column = name };
        }

        return value;
    }

    Typed Compare(string symbol, Typed left, Typed right, int location)
    {
        if (location < 0)
            location = left.Location;
        var type = Coercion.Common(left.Type, right.Type);
        var needsOrder = symbol is "<" or "<=" or ">" or ">=";
        if (type is null || (needsOrder && !type.IsOrderable))
            throw Error(AthenaError.TypeMismatch, location, $"Cannot apply operator: {left.Type} {symbol} {right.Type}",
                Hint(symbol, left, right));
        if (type.Name is "map" or "json")
            throw Error(AthenaError.NotHere, location, $"Comparing values of the type {type.Name} does not run on this machine");
        var sql = $"({Coerce(left, type).Sql} {symbol} {Coerce(right, type).Sql})";
        if (type.Name is "double" or "real" && !symbol.StartsWith("IS", StringComparison.Ordinal))
            sql = WithoutNaN(sql, symbol, type, left, right);
        return Typed.Of(TrinoType.Boolean, sql, location, left, right);
    }

    /// <summary>To DuckDB, NaN equals itself and is greater than all other numbers; to Trino, it is neither.</summary>
    static string WithoutNaN(string sql, string symbol, TrinoType type, params Typed[] parts)
    {
        var doubtful = parts.Where(part => part.Type.Name is "double" or "real" && part.Literal is null)
            .Select(part => $"isnan({Coerce(part, type).Sql})").ToList();
        return doubtful.Count == 0 ? sql
            : symbol == "<>" ? $"({sql} OR {string.Join(" OR ", doubtful)})"
            : $"({sql} AND NOT ({string.Join(" OR ", doubtful)}))";
    }

    /// <summary>Returns the correction for a comparison of a column with a literal of another type.</summary>
    public static string Hint(string symbol, Typed left, Typed right)
    {
        if (right.Column is not null && left.Literal is not null)
            return Hint(symbol, right, left);
        if (left.Column is null)
            return "Convert one side with CAST.";
        if (right.Literal is not { } literal)
            return $"{left.Column} is {left.Type}: convert one side with CAST.";
        return LiteralAs(left.Type, literal) is { } better
            ? $"{left.Column} is {left.Type}: write {left.Column} {symbol} {better}."
            : $"{left.Column} is {left.Type}: write a literal of that type.";
    }

    static string? LiteralAs(TrinoType type, string literal) => type.Name switch
    {
        "varchar" or "char" => Sql.Text(literal),
        "date" => TextCasts.Date(literal) is not null ? $"DATE {Sql.Text(literal)}" : null,
        "timestamp" or "timestamp with time zone" => TextCasts.Literal(literal) is not null ? $"TIMESTAMP {Sql.Text(literal)}"
            : long.TryParse(literal, CultureInfo.InvariantCulture, out _) ? $"from_unixtime({literal})" : null,
        "ipaddress" => $"IPADDRESS {Sql.Text(literal)}",
        "boolean" => literal is "1" or "true" ? "true" : literal is "0" or "false" ? "false" : null,
        _ => type.IsNumber && double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? literal : null,
    };

    Typed Conjunction(JsonElement node)
    {
        var parts = Children(node).Select(Analyze).ToList();
        foreach (var part in parts)
            if (part.Type.Name is not ("boolean" or "unknown"))
                throw Error(AthenaError.TypeMismatch, part.Location, $"Logical expression term must evaluate to a boolean: {part.Type}");
        var isAnd = Text(node, "type") == "CONJUNCTION_AND";
        var sql = $"({string.Join(isAnd ? " AND " : " OR ", parts.Select(part => part.Sql))})";
        var typed = Typed.Of(TrinoType.Boolean, sql, Location(node), parts);
        return isAnd ? typed with { Terms = [.. parts.SelectMany(part => part.Terms)] } : typed;
    }

    Typed Operator(JsonElement node)
    {
        var location = Location(node);
        switch (Text(node, "type"))
        {
            case "OPERATOR_NOT":
                var child = Children(node).Single();
                if (Text(child, "class") == "BETWEEN")
                    return Between(child, "NOT ");
                var value = Analyze(child);
                if (value.Type.Name is not ("boolean" or "unknown"))
                    throw Error(AthenaError.TypeMismatch, value.Location,
                        $"Value of logical NOT expression must evaluate to a boolean: {value.Type}");
                return Typed.Of(TrinoType.Boolean, $"(NOT {value.Sql})", location < 0 ? value.Location : location, value);
            case "OPERATOR_IS_NULL" or "OPERATOR_IS_NOT_NULL":
                var tested = Analyze(Children(node).Single());
                return Typed.Of(TrinoType.Boolean, $"({tested.Sql} IS {(Text(node, "type") == "OPERATOR_IS_NULL" ? "" : "NOT ")}NULL)",
                    location, tested);
            case "COMPARE_IN" or "COMPARE_NOT_IN":
                return In(node, location);
            case "OPERATOR_COALESCE":
                return Coalesce([.. Children(node).Select(Analyze)], location);
            case "OPERATOR_TRY":
                var tried = AnalyzeTried(Children(node).Single());
                if (tried.HasAggregate || tried.HasWindow)
                    throw Error(AthenaError.NotHere, tried.Location, "TRY of an aggregate does not run on this machine",
                        "Aggregate in a subquery, and use TRY on its columns.");
                return Typed.Of(tried.Type, Tried(tried.Sql), location < 0 ? tried.Location : location, tried);
            case "ARRAY_CONSTRUCTOR":
                return ArrayOf([.. Children(node).Select(Analyze)], location);
            case "ARRAY_EXTRACT":
                return Subscript([.. Children(node).Select(Analyze)]);
            case "STRUCT_EXTRACT":
                var parts = Children(node).ToArray();
                return Dereference(Analyze(parts[0]), [Text(parts[1].GetProperty("value"), "value")], location);
            case "GROUPING_FUNCTION":
                var grouped = Children(node).Select(Analyze).ToList();
                return Typed.Of(TrinoType.BigInt, $"CAST(grouping({string.Join(", ", grouped.Select(part => part.Sql))}) AS BIGINT)",
                    location, grouped) with
                { Columns = [] };
            case var other:
                throw Error(AthenaError.Syntax, location, $"Athena has no operator of the kind {other.ToLowerInvariant()}",
                    other == "ARRAY_SLICE" ? "Use slice(array, start, length) or substr." : null);
        }
    }

    Typed In(JsonElement node, int location)
    {
        var parts = Children(node).Select(Analyze).ToList();
        var type = parts[0].Type;
        foreach (var item in parts.Skip(1))
        {
            type = Coercion.Common(type, item.Type) ?? throw Error(
                AthenaError.TypeMismatch, item.Location, $"IN value and list items must be the same type: {parts[0].Type} and {item.Type}",
                InHint(parts));
        }

        var items = string.Join(", ", parts.Skip(1).Select(item => Coerce(item, type).Sql));
        var not = Text(node, "type") == "COMPARE_NOT_IN" ? "NOT " : "";
        var isFilter = not.Length == 0 && Clause == "WHERE clause" && !AllowAggregates && _tries == 0
            && parts[0] is { Column: not null, Type.IsText: true }
            && parts.Count is > 2 and <= MostInList + 1 && parts.Skip(1).All(item => item.Literal is not null);
        if (isFilter)
        {
            var (column, list) = (parts[0].Sql, $"[{items}]");
            return Typed.Of(
                TrinoType.Boolean,
                $"({column} BETWEEN list_min({list}) AND list_max({list}) AND list_contains({list}, {column}))", location, parts);
        }

        return Typed.Of(TrinoType.Boolean, $"({Coerce(parts[0], type).Sql} {not}IN ({items}))", location, parts);
    }

    // DuckDB applies IN only to rows that it has read, and the functions while it reads: that takes half of the time (benchmarks/Dialect).
    // A longer list is faster as a hash table.
    const int MostInList = 32;

    static string InHint(List<Typed> parts)
    {
        var items = parts.Skip(1).Take(3).Select(item => item.Literal is { } literal ? LiteralAs(parts[0].Type, literal) : null).ToList();
        return parts[0].Column is { } column
            ? items.Contains(null)
                ? $"{column} is {parts[0].Type}: write literals of that type."
                : $"{column} is {parts[0].Type}: write {column} IN ({string.Join(", ", items)}{(parts.Count > 4 ? ", ..." : "")})."
            : "Convert one side with CAST.";
    }

    Typed Between(JsonElement node, string not)
    {
        var (value, low, high) = (Analyze(node.GetProperty("input")), Analyze(node.GetProperty("lower")),
            Analyze(node.GetProperty("upper")));
        var location = Location(node) is >= 0 and var own ? own : value.Location;
        if (Coercion.Common([value.Type, low.Type, high.Type]) is not { IsOrderable: true } type)
        {
            var hint = value.Column is not null && low.Literal is { } one && high.Literal is { } two
                && LiteralAs(value.Type, one) is { } from && LiteralAs(value.Type, two) is { } to
                ? $"{value.Column} is {value.Type}: write {value.Column} BETWEEN {from} AND {to}."
                : "Convert one side with CAST.";
            throw Error(AthenaError.TypeMismatch, location, $"Cannot check if {value.Type} is BETWEEN {low.Type} and {high.Type}", hint);
        }

        return Typed.Of(
            TrinoType.Boolean, $"({Coerce(value, type).Sql} {not}BETWEEN {Coerce(low, type).Sql} AND {Coerce(high, type).Sql})", location,
            value, low, high);
    }

    Typed Case(JsonElement node)
    {
        var (location, parts, sql, results) = (Location(node), new List<Typed>(), "CASE", new List<Typed>());
        var conditions = new List<Typed>();
        foreach (var check in Children(node, "case_checks"))
        {
            var condition = Analyze(check.GetProperty("when_expr"));
            if (condition.Type.Name is not ("boolean" or "unknown"))
                throw Error(AthenaError.TypeMismatch, condition.Location,
                    $"CASE WHEN clause must evaluate to a boolean: actual type {condition.Type}");
            conditions.Add(condition);
            results.Add(Analyze(check.GetProperty("then_expr")));
        }

        results.Add(Analyze(node.GetProperty("else_expr")));
        if (Coercion.Common(results.Select(result => result.Type)) is not { } type)
        {
            throw Error(
                AthenaError.TypeMismatch,
                location < 0 ? results[0].Location : location,
                $"All CASE results must be the same type: "
                + $"{string.Join(", ", results.Select(result => result.Type).Where(result => result.Name != "unknown").Distinct())}");
        }

        for (var i = 0; i < conditions.Count; i++)
            sql += $" WHEN {conditions[i].Sql} THEN {Coerce(results[i], type).Sql}";
        parts.AddRange([.. conditions, .. results]);
        return Typed.Of(type, $"({sql} ELSE {Coerce(results[^1], type).Sql} END)", location < 0 ? parts[0].Location : location, parts);
    }

    Typed Coalesce(List<Typed> parts, int location)
    {
        if (location < 0)
            location = parts[0].Location;
        var type = Coercion.Common(parts.Select(part => part.Type)) ?? throw Error(
            AthenaError.TypeMismatch,
            location,
            $"All COALESCE operands must be the same type: "
            + $"{string.Join(", ", parts.Select(part => part.Type).Where(part => part.Name != "unknown").Distinct())}",
            parts.Count == 2 ? "Convert one of them with CAST." : null);
        return Typed.Of(type, $"coalesce({string.Join(", ", parts.Select(part => Coerce(part, type).Sql))})", location, parts);
    }

    Typed ArrayOf(List<Typed> parts, int location)
    {
        var type = Coercion.Common(parts.Select(part => part.Type)) ?? throw Error(
            AthenaError.TypeMismatch,
            parts[0].Location,
            $"All ARRAY elements must be the same type: {string.Join(", ", parts.Select(part => part.Type).Distinct())}");
        var array = TrinoType.Array(type);
        var sql = $"[{string.Join(", ", parts.Select(part => Coerce(part, type).Sql))}]";
        return Typed.Of(array, parts.Count == 0 || type.Name == "unknown" ? $"CAST({sql} AS {array.DuckDb})" : sql, location, parts);
    }

    Typed Subscript(List<Typed> parts)
    {
        var (value, index) = (parts[0], parts[1]);
        switch (value.Type.Name)
        {
            case "array" when index.Type.IsInteger:
                string Fails(string message) => Failure($"'INVALID_FUNCTION_ARGUMENT: {message}'", value.Type.Arguments[0]);
                var sql = $"CASE WHEN {index.Sql} = 0 THEN {Fails("SQL array indices start at 1")} WHEN {index.Sql} < 0 THEN "
                    + $"{Fails("Array subscript is negative")}"
                    + $" WHEN {index.Sql} > len({value.Sql}) THEN {Fails("Array subscript must be less than or equal to array length")} "
                    + $"ELSE list_extract({value.Sql}, {index.Sql}) END";
                return Typed.Of(value.Type.Arguments[0], sql, value.Location, parts);
            case "map" when Coercion.CanCoerce(index.Type, value.Type.Arguments[0]):
                var key = Coerce(index, value.Type.Arguments[0]).Sql;
                return Typed.Of(
                    value.Type.Arguments[1],
                    $"CASE WHEN {value.Sql} IS NULL OR map_contains({value.Sql}, {key}) THEN map_extract_value({value.Sql}, {key}) ELSE "
                    + $"{Failure("'INVALID_FUNCTION_ARGUMENT: Key not present in map'", value.Type.Arguments[1])} END",
                    value.Location,
                    parts);
            case "row" when index.Literal is { } literal && int.TryParse(literal, out var field) && field >= 1
                && field <= value.Type.Arguments.Count:
                return Typed.Of(value.Type.Arguments[field - 1],
                    $"struct_extract({value.Sql}, {Sql.Text(value.Type.FieldName(field - 1))})", value.Location, parts);
            default:
                throw Error(AthenaError.TypeMismatch, value.Location, $"Cannot use {index.Type} for subscript of {value.Type}");
        }
    }

    public Typed AtTimeZone(Typed time, Typed zone)
    {
        if (zone.Type.IsInterval || time.Type.Name is not ("timestamp" or "timestamp with time zone" or "date"))
        {
            throw zone.Type.IsInterval
                ? Error(AthenaError.NotHere, time.Location, "AT TIME ZONE with an interval does not run on this machine",
                "Write the offset as '+02:00'.")
                : Error(AthenaError.TypeMismatch, time.Location,
                $"Type of value must be a time or timestamp with or without time zone (actual {time.Type})");
        }

        var name = zone.Literal ?? throw Error(AthenaError.NotHere, time.Location,
            "AT TIME ZONE needs a literal on this machine");
        return Typed.Of(TrinoType.Zoned(Zone(zone, name), Math.Max(time.Type.Length, 0)), Coerce(time, TrinoType.Timestamp()).Sql,
            time.Location, time);
    }

    public string Zone(Typed zone, string name) => Zones.Find(name) ?? throw Error(
        AthenaError.InvalidArgument, zone.Location, $"'{name}' is not a valid time zone",
        "Use a name such as 'America/New_York' or an offset such as '+02:00'.");

    Typed Subquery(JsonElement node)
    {
        var location = Location(node);
        var query = queries.Analyze(node.GetProperty("subquery").GetProperty("node"), scope, out var columns);
        var inner = new Typed(TrinoType.Boolean, "", location) { Columns = [ColumnUse.Other, .. columns] };
        var kind = Text(node, "subquery_type");
        if (kind == "EXISTS" || kind == "NOT_EXISTS")
            return Typed.Of(TrinoType.Boolean, $"({(kind == "EXISTS" ? "" : "NOT ")}EXISTS ({query.Sql}))", location, inner);
        var value = kind == "SCALAR" ? null : Analyze(node.GetProperty("child"));
        if (value?.Type.Name == "row" && value.Type.Arguments.Count == query.Columns.Count && query.Columns.Count > 1)
        {
            var row = TrinoType.Row([.. query.Columns.Select(column => column.Type)], [.. query.Columns.Select(_ => (string?)null)]);
            var fields = query.Columns.Select((_, i) => $"{row.FieldName(i)} := q.c{i + 1}");
            query = new Query($"SELECT struct_pack({string.Join(", ", fields)}) AS c1 FROM ({query.Sql}) AS q", [(null, row)]);
        }

        if (query.Columns.Count != 1)
            throw Error(AthenaError.Syntax, location,
                $"Multiple columns returned by subquery are not yet supported. Found {query.Columns.Count}");
        var type = query.Columns[0].Type;
        if (value is null)
            return Typed.Of(type, $"({query.Sql})", location, inner);

        var symbol = Comparisons[Text(node, "comparison_type")];
        var common = Coercion.Common(value.Type, type) ?? throw Error(
            AthenaError.TypeMismatch, location,
            $"value and result of subquery must be of the same type for IN expression: {value.Type} vs {type}",
            "Convert one side with CAST.");
        var rows = common.DuckDb == type.DuckDb ? query.Sql : $"SELECT CAST(c1 AS {common.DuckDb}) FROM ({query.Sql}) AS q";
        return Typed.Of(TrinoType.Boolean, $"({Coerce(value, common).Sql} {symbol} ANY ({rows}))", location, value, inner);
    }

    [GeneratedRegex(@"greatest\(((?:[^\s,()""]|""[^""]*"")+), \1\)")]
    private static partial Regex FlatColumn { get; }
}
