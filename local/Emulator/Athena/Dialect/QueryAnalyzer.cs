using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Emulator.Athena.Dialect;

/// <summary>
/// Checks queries of DuckDB's syntax tree by Trino's rules and translates them: names are resolved here, and every output has a type.
/// </summary>
sealed class QueryAnalyzer
{
    readonly StatementText _text;
    readonly TableCatalog _catalog;
    readonly Dictionary<string, (string Sql, Query Query)> _with = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, List<string>> _fileConditions = [];
    int _names;

    public QueryAnalyzer(StatementText text, TableCatalog catalog, DateTimeOffset now)
    {
        (_text, _catalog) = (text, catalog);
        NowSql = Zones.ToSql(new DateTime(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>The start time of the query as a literal, so that conditions on it can prune files.</summary>
    public string NowSql { get; }

    public string Database => _catalog.Database;

    /// <summary>
    /// Conditions on partition keys and paths alone, by the reference to the table whose rows must satisfy them. The SQL names the view of
    /// each such reference as its table.
    /// </summary>
    public IReadOnlyDictionary<string, List<string>> FileConditions => _fileConditions;

    public string NewName(string prefix) => string.Create(CultureInfo.InvariantCulture, $"athena_{prefix}{++_names}");

    public static string Order(string sql, JsonElement order)
    {
        var direction = Text(order, "type") == "DESCENDING" ? " DESC" : "";
        return $"{sql}{direction} NULLS {(Text(order, "null_order") == "NULLS_FIRST" ? "FIRST" : "LAST")}";
    }

    public AthenaException ColumnNotFound(string[] names, int location, Scope scope)
    {
        var name = string.Join('.', names);
        var known = scope.Relations.SelectMany(relation => relation.Fields).Where(field => field.Name is not null && !field.IsHidden)
            .Select(field => field.Name!);
        return _text.Error(
            AthenaError.ColumnNotFound,
            location,
            $"Column '{name}' cannot be resolved or requester is not authorized to access requested resources",
            Closest(names[^1], known) is { } close ? $"Did you mean {close}?"
                : names.Length == 1 ? $"A text is written in single quotes: {Sql.Text(name)}." : null);
    }

    /// <summary>The whole query with the names of its result.</summary>
    public Query AnalyzeTop(JsonElement node)
    {
        var query = Analyze(node, null, out _);
        query = query with
        {
            Sql = Regex.Replace(query.Sql, $@"{Regex.Escape(_catalog.TableSql)} AS (\w+)",
                match => match.Groups[1].Value is var name && _fileConditions.ContainsKey(name) ? name : match.Value),
        };
        var columns = query.Columns.Select((column, i) => (Name: column.Name ?? $"_col{i}", column.Type)).ToList();
        var outputs = columns.Select((column, i) => $"{Output(column.Type, $"q.c{i + 1}")} AS c{i + 1}");
        var sql = columns.Any(column => NeedsOutput(column.Type)) ? $"SELECT {string.Join(", ", outputs)} FROM ({query.Sql}) AS q"
            : query.Sql;
        return new Query(sql, [.. columns.Select(column => ((string?)column.Name, column.Type))]);
    }

    public Query Analyze(JsonElement node, Scope? outer, out ImmutableArray<ColumnUse> columns)
    {
        var kind = Text(node, "type");
        var hidden = new List<(string Name, (string, Query)? Before)>();
        var with = With(node, outer, hidden);
        columns = [];
        var query = kind switch
        {
            "SELECT_NODE" => Select(node, outer, out columns),
            "SET_OPERATION_NODE" => SetOperation(node, outer),
            "RECURSIVE_CTE_NODE" => throw _text.Error(AthenaError.NotHere, -1, "WITH RECURSIVE does not run on this machine"),
            var other => throw _text.Error(AthenaError.Syntax, -1, $"Athena has no query of the kind {other.ToLowerInvariant()}"),
        };
        foreach (var (name, before) in hidden)
        {
            if (before is { } known)
                _with[name] = known;
            else
                _with.Remove(name);
        }

        return query with { Sql = with + query.Sql };
    }

    string With(JsonElement node, Scope? outer, List<(string, (string, Query)?)> hidden)
    {
        var clauses = new List<string>();
        foreach (var entry in node.GetProperty("cte_map").GetProperty("map").EnumerateArray())
        {
            var (name, value) = (Text(entry, "key"), entry.GetProperty("value"));
            if (Text(value, "materialized") is not ("CTE_MATERIALIZE_DEFAULT"))
                throw _text.Error(AthenaError.Syntax, -1, "mismatched input 'MATERIALIZED'");
            var query = Analyze(value.GetProperty("query").GetProperty("node"), outer, out _);
            query = Renamed(query, Children(value, "aliases").Select(alias => alias.GetString()!).ToList(), name, -1);
            var sql = NewName("w");
            hidden.Add((name, _with.TryGetValue(name, out var known) ? known : null));
            _with[name] = (sql, query);
            clauses.Add($"{sql} AS ({query.Sql})");
        }

        return clauses.Count == 0 ? "" : $"WITH {string.Join(", ", clauses)} ";
    }

    Query Renamed(Query query, List<string> aliases, string name, int location)
    {
        if (aliases.Count == 0)
            return query;
        if (aliases.Count != query.Columns.Count)
        {
            throw _text.Error(
                AthenaError.MismatchedAliases,
                location,
                $"Column alias list has {aliases.Count} entries but '{name}' has {query.Columns.Count} columns available");
        }

        return query with { Columns = [.. query.Columns.Zip(aliases, (column, alias) => ((string?)alias, column.Type))] };
    }

    Query SetOperation(JsonElement node, Scope? outer)
    {
        var (left, right) = (Analyze(node.GetProperty("left"), outer, out _), Analyze(node.GetProperty("right"), outer, out _));
        var type = Text(node, "setop_type");
        var word = type switch
        {
            "UNION" => "UNION",
            "INTERSECT" => "INTERSECT",
            "EXCEPT" => "EXCEPT",
            _ => throw _text.Error(AthenaError.Syntax, -1, "mismatched input 'BY'", "UNION joins columns by their position."),
        };
        if (left.Columns.Count != right.Columns.Count)
        {
            throw _text.Error(
                AthenaError.TypeMismatch, -1, $"{word} query has different number of fields: {left.Columns.Count}, {right.Columns.Count}");
        }

        var columns = new List<(string? Name, TrinoType Type)>();
        for (var i = 0; i < left.Columns.Count; i++)
        {
            var common = Coercion.Common(left.Columns[i].Type, right.Columns[i].Type) ?? throw _text.Error(
                AthenaError.TypeMismatch,
                FirstLocation(node.GetProperty("right"), i),
                $"column {i + 1} in {word} query has incompatible types: {left.Columns[i].Type}, {right.Columns[i].Type}",
                "Convert one of them with CAST.");
            columns.Add((left.Columns[i].Name, common));
        }

        var all = node.GetProperty("setop_all").GetBoolean() ? " ALL" : "";
        var sql = $"SELECT {Numbered(columns.Count)} FROM ({Converted(left, columns)} {word}{all} {Converted(right, columns)}) AS "
            + $"u({Numbered(columns.Count)})";
        var query = new Query(sql, columns);
        var scope = new Scope(outer);
        scope.Relations.Add(new Relation([], [.. columns.Select((column, i) => new Field(column.Name, column.Type, $"c{i + 1}"))]));
        var outputs = columns.Select((column, i) => new Typed(column.Type, $"c{i + 1}", -1) { Column = column.Name }).ToList();
        return query with
        {
            Sql = sql
            + Modifiers(node, scope, outputs, [.. columns.Select(column => column.Name)], isGrouped: false, out _)
        };
    }

    int FirstLocation(JsonElement node, int column)
    {
        if (!node.TryGetProperty("select_list", out var list) || column >= list.GetArrayLength())
            return -1;
        return Location(list[column]);
    }

    static string Numbered(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"c{i}"));

    static string Converted(Query query, List<(string? Name, TrinoType Type)> columns)
    {
        if (query.Columns.Select((column, i) => column.Type.DuckDb == columns[i].Type.DuckDb && column.Type.Name != "unknown")
            .All(same => same))
            return $"(SELECT * FROM ({query.Sql}) AS s)";
        var list = columns.Select((column, i) => $"CAST(s.c{i + 1} AS {column.Type.DuckDb})");
        return $"(SELECT {string.Join(", ", list)} FROM ({query.Sql}) AS s({Numbered(columns.Count)}))";
    }

    Query Select(JsonElement node, Scope? outer, out ImmutableArray<ColumnUse> columns)
    {
        if (node.GetProperty("qualify").ValueKind == JsonValueKind.Object)
            throw _text.Error(AthenaError.Syntax, Location(node.GetProperty("qualify")), "mismatched input 'QUALIFY'",
                "Filter a subquery that has the window function as a column.");
        if (node.GetProperty("sample").ValueKind == JsonValueKind.Object)
            throw _text.Error(AthenaError.Syntax, -1, "mismatched input 'USING'", "Use TABLESAMPLE BERNOULLI (percent) after the table.");
        if (Text(node, "aggregate_handling") != "STANDARD_HANDLING")
            throw _text.Error(AthenaError.Syntax, -1, "mismatched input 'ALL'", "Name the columns of GROUP BY.");

        var scope = new Scope(outer);
        var uses = new List<Typed>();
        var from = From(node.GetProperty("from_table"), scope, uses);
        var where = "";
        if (node.GetProperty("where_clause") is { ValueKind: JsonValueKind.Object } condition)
        {
            var typed = new ExpressionAnalyzer(this, _text, scope).Analyze(condition);
            if (typed.Type.Name is not ("boolean" or "unknown"))
                throw _text.Error(AthenaError.TypeMismatch, typed.Location,
                    $"WHERE clause must evaluate to a boolean: actual type {typed.Type}");
            where = $" WHERE {typed.Sql}";
            uses.Add(typed);
            AddFileConditions(typed, scope.Relations);
        }

        var list = SelectList(node, scope);
        var grouped = GroupBy(node, scope, list, out var groupSql);
        var analyzer = new ExpressionAnalyzer(this, _text, scope) { AllowAggregates = true };
        var outputs = list.Select(item => item.Expression is { } expression ? analyzer.Analyze(expression) : AsGrouped(item.Column!, scope))
            .ToList();
        var having = "";
        if (node.GetProperty("having") is { ValueKind: JsonValueKind.Object } filter)
        {
            var typed = analyzer.Analyze(filter);
            if (typed.Type.Name is not ("boolean" or "unknown"))
                throw _text.Error(AthenaError.TypeMismatch, typed.Location,
                    $"HAVING clause must evaluate to a boolean: actual type {typed.Type}");
            having = $" HAVING {typed.Sql}";
            grouped = true;
            uses.Add(typed);
            CheckGrouped(typed, scope);
        }

        grouped |= outputs.Any(output => output.HasAggregate);
        if (grouped)
        {
            foreach (var output in outputs)
                CheckGrouped(output, scope);
        }

        var names = list.Select(item => item.Name).ToList();
        var modifiers = Modifiers(node, scope, outputs, names, grouped, out var distinct);
        uses.AddRange(outputs);
        columns = [.. uses.SelectMany(use => use.Columns).Where(use => use.Scope != scope)];
        var items = string.Join(", ",
            outputs.Select((output, i) => $"{(output.Sql == "NULL" ? "CAST(NULL AS INTEGER)" : output.Sql)} AS c{i + 1}"));
        return new Query(
            $"SELECT {distinct}{items}{from}{where}{groupSql}{having}{modifiers}",
            [.. outputs.Select((output, i) => (names[i], output.Type))]);
    }

    /// <summary>Keeps the conditions that have one value for each file of a relation.</summary>
    void AddFileConditions(Typed condition, IEnumerable<Relation> relations)
    {
        var names = relations.SelectMany(relation => relation.Fields).Select(field => field.Files).ToHashSet();
        foreach (var term in condition.Terms)
        {
            if (term.Columns is not [{ Files: { } name }] || !names.Contains(name))
                continue;
            if (!_fileConditions.TryGetValue(name, out var conditions))
                _fileConditions[name] = conditions = [];
            conditions.Add(term.Sql);
        }
    }

    sealed record SelectItem(string? Name, JsonElement? Expression, Typed? Column);

    List<SelectItem> SelectList(JsonElement node, Scope scope)
    {
        var list = new List<SelectItem>();
        foreach (var item in Children(node, "select_list"))
        {
            if (Text(item, "class") == "STAR")
                list.AddRange(Star(item, scope));
            else
                list.Add(new SelectItem(NameOf(item), item, null));
        }

        return list;
    }

    static string? NameOf(JsonElement item)
    {
        var alias = Text(item, "alias");
        if (alias.Length > 0)
            return alias;
        return Text(item, "class") == "COLUMN_REF" && Children(item, "column_names").Last().GetString() is { } name && !IsNow(name) ? name
            : null;
    }

    static bool IsNow(string name) =>
        name.ToLowerInvariant() is "current_timestamp" or "current_date" or "localtime" or "localtimestamp"
            or "current_catalog" or "current_schema";

    IEnumerable<SelectItem> Star(JsonElement star, Scope scope)
    {
        foreach (var extension in new[] { ("exclude_list", "EXCLUDE"), ("replace_list", "REPLACE"), ("qualified_exclude_list", "EXCLUDE"),
            ("rename_list", "RENAME") })
            if (star.GetProperty(extension.Item1).GetArrayLength() > 0)
                throw _text.Error(AthenaError.Syntax, Location(star), $"mismatched input '{extension.Item2}'", "Name the columns.");
        if (star.GetProperty("columns").GetBoolean() || star.GetProperty("expr").ValueKind == JsonValueKind.Object)
            throw _text.Error(AthenaError.FunctionNotFound, Location(star), "Function 'columns' not registered");
        var (qualifier, location) = (Text(star, "relation_name"), Location(star));
        var relations = scope.Relations.Where(relation => qualifier.Length == 0 || relation.IsCalled([qualifier])).ToList();
        if (relations.Count == 0)
            throw _text.Error(AthenaError.Syntax, location, qualifier.Length == 0 ? "SELECT * not allowed in queries without FROM clause"
                : $"Unable to resolve reference {qualifier}");
        return relations.SelectMany(relation => relation.Fields).Where(field => !field.IsHidden).Select(field => new SelectItem(
            field.Name,
            null,
            new Typed(field.Type, field.Sql, location)
            {
                Column = field.Name,
                Columns = [new ColumnUse(scope, field.Name ?? "*", location)]
            }));
    }

    static Typed AsGrouped(Typed column, Scope scope) =>
        scope.GroupKeys?.Contains(column.Sql) == true ? column with { Columns = [] } : column;

    void CheckGrouped(Typed output, Scope scope)
    {
        foreach (var use in output.Columns)
        {
            if (use.Scope == scope)
            {
                throw _text.Error(
                    AthenaError.NotAggregate,
                    output.Location < 0 ? use.Location : output.Location,
                    $"'{use.Name}' must be an aggregate expression or appear in GROUP BY clause");
            }
        }
    }

    bool GroupBy(JsonElement node, Scope scope, List<SelectItem> list, out string sql)
    {
        sql = "";
        var expressions = Children(node, "group_expressions").ToList();
        var sets = Children(node, "group_sets").Select(set => set.EnumerateArray().Select(index => index.GetInt32()).ToList()).ToList();
        if (expressions.Count == 0 && sets.Count == 0)
            return false;
        var keys = new List<string>();
        foreach (var expression in expressions)
        {
            var key = Ordinal(expression) is { } ordinal ? SelectItemAt(ordinal, list, scope, Location(expression), "GROUP BY")
                : Grouping(expression, scope, list);
            if (key.HasAggregate || key.HasWindow)
                throw _text.Error(AthenaError.NotScalar, Location(expression),
                    "GROUP BY clause cannot contain aggregations, window functions or grouping operations");
            // DuckDB would treat a number as a position.
            keys.Add(key.Literal is not null && key.Type.IsInteger ? $"CAST({key.Sql} AS {key.Type.DuckDb})" : key.Sql);
            if (!key.Type.IsOrderable && key.Type.Name != "map")
                throw _text.Error(AthenaError.TypeMismatch, Location(expression),
                    $"{key.Type} is not comparable, and therefore cannot be used in GROUP BY");
        }

        scope.GroupKeys = [.. keys];
        if (sets.Count == 1 && sets[0].Count == expressions.Count)
            sql = $" GROUP BY {string.Join(", ", keys)}";
        else
            sql = $" GROUP BY GROUPING SETS "
                + $"({string.Join(", ", sets.Select(set => $"({string.Join(", ", set.Select(index => keys[index]))})"))})";
        return true;
    }

    Typed Grouping(JsonElement expression, Scope scope, List<SelectItem> list)
    {
        try
        {
            return new ExpressionAnalyzer(this, _text, scope) { Clause = "GROUP BY clause" }.Analyze(expression);
        }
        catch (AthenaException exception) when (exception.Message.StartsWith(AthenaError.ColumnNotFound, StringComparison.Ordinal)
            && Text(expression, "class") == "COLUMN_REF")
        {
            var name = Children(expression, "column_names").Last().GetString()!;
            var position = list.FindIndex(item => name.Equals(item.Name, StringComparison.OrdinalIgnoreCase));
            throw position < 0 ? exception : _text.Error(
                AthenaError.ColumnNotFound,
                Location(expression),
                $"Column '{name}' cannot be resolved or requester is not authorized to access requested resources",
                $"GROUP BY takes no alias of the select list: write GROUP BY {position + 1}.");
        }
    }

    static int? Ordinal(JsonElement expression) =>
        Text(expression, "class") == "CONSTANT" && expression.GetProperty("value") is var value
            && Text(value.GetProperty("type"), "id") is "INTEGER" && !value.GetProperty("is_null").GetBoolean()
            ? value.GetProperty("value").GetInt32()
            : null;

    Typed SelectItemAt(int ordinal, List<SelectItem> list, Scope scope, int location, string clause)
    {
        if (ordinal < 1 || ordinal > list.Count)
            throw _text.Error(AthenaError.InvalidColumnReference, location, $"{clause} position {ordinal} is not in select list");
        return list[ordinal - 1].Expression is { } expression
            ? new ExpressionAnalyzer(this, _text, scope) { AllowAggregates = true }.Analyze(expression)
            : list[ordinal - 1].Column!;
    }

    string Modifiers(JsonElement node, Scope scope, List<Typed> outputs, List<string?> names, bool isGrouped, out string distinct)
    {
        distinct = "";
        var sql = "";
        foreach (var modifier in Children(node, "modifiers"))
        {
            switch (Text(modifier, "type"))
            {
                case "DISTINCT_MODIFIER":
                    var targets = Children(modifier, "distinct_on_targets").ToList();
                    if (targets.Count > 0)
                        throw _text.Error(AthenaError.Syntax, Location(targets[0]), "mismatched input 'ON'",
                            "Use min_by, max_by or row_number() OVER (...) in a subquery.");
                    distinct = "DISTINCT ";
                    break;
                case "ORDER_MODIFIER":
                    var orders = Children(modifier, "orders")
                        .Select(order => OrderBy(order, scope, outputs, names, isGrouped, isDistinct: HasDistinct(node)));
                    sql += $" ORDER BY {string.Join(", ", orders)}";
                    break;
                case "LIMIT_MODIFIER":
                    sql += Count(modifier.GetProperty("limit"), "LIMIT") + Count(modifier.GetProperty("offset"), "OFFSET");
                    break;
                default:
                    throw _text.Error(AthenaError.Syntax, -1, "mismatched input '%'", "LIMIT takes a number of rows.");
            }
        }

        return sql;
    }

    static bool HasDistinct(JsonElement node) => Children(node, "modifiers").Any(modifier => Text(modifier, "type") == "DISTINCT_MODIFIER");

    string Count(JsonElement count, string word)
    {
        if (count.ValueKind != JsonValueKind.Object)
            return "";
        var isConstant = Text(count, "class") == "CONSTANT";
        if (isConstant && count.GetProperty("value").GetProperty("is_null").GetBoolean())
            return "";
        return isConstant && count.GetProperty("value").GetProperty("value") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt64(out var rows) && rows >= 0
            ? string.Create(CultureInfo.InvariantCulture, $" {word} {rows}")
            : throw _text.Error(AthenaError.Syntax, Location(count), $"{word} takes a whole number");
    }

    string OrderBy(JsonElement order, Scope scope, List<Typed> outputs, List<string?> names, bool isGrouped, bool isDistinct)
    {
        var expression = order.GetProperty("expression");
        if (Text(expression, "class") == "STAR")
            throw _text.Error(AthenaError.Syntax, Location(expression), "mismatched input 'ALL'", "Name the columns of ORDER BY.");
        int position;
        if (Ordinal(expression) is { } ordinal)
        {
            if (ordinal < 1 || ordinal > outputs.Count)
                throw _text.Error(AthenaError.InvalidColumnReference, Location(expression),
                    $"ORDER BY position {ordinal} is not in select list");
            position = ordinal;
        }
        else
        {
            var typed = new ExpressionAnalyzer(this, _text, scope)
            {
                AllowAggregates = true,
                Aliases = name =>
                AliasOf(name, outputs, names)
            }.Analyze(expression);
            // An aggregate in ORDER BY alone makes the query a grouped one.
            foreach (var output in typed.HasAggregate && !isGrouped ? outputs : [])
                CheckGrouped(output, scope);
            if (isGrouped || typed.HasAggregate)
                CheckGrouped(typed, scope);
            position = outputs.FindIndex(output => output.Sql == typed.Sql) + 1;
            if (position == 0 && isDistinct)
                throw _text.Error(AthenaError.NotScalar, typed.Location,
                    "For SELECT DISTINCT, ORDER BY expressions must appear in select list");
            CheckOrderable(typed);
            if (position == 0)
                return Order(typed.Sql, order);
        }

        CheckOrderable(outputs[position - 1] with { Location = Location(expression) });
        return Order(position.ToString(CultureInfo.InvariantCulture), order);
    }

    Typed? AliasOf(string name, List<Typed> outputs, List<string?> names)
    {
        var found = Enumerable.Range(0, outputs.Count).Where(i => name.Equals(names[i], StringComparison.OrdinalIgnoreCase))
            .Select(i => outputs[i]).DistinctBy(output => output.Sql).ToList();
        return found.Count > 1 ? throw _text.Error(AthenaError.AmbiguousName, found[0].Location, $"Column '{name}' is ambiguous")
            : found.FirstOrDefault();
    }

    void CheckOrderable(Typed typed)
    {
        if (!typed.Type.IsOrderable)
            throw _text.Error(AthenaError.TypeMismatch, typed.Location,
                $"Type {typed.Type} is not orderable, and therefore cannot be used in ORDER BY");
    }

    string From(JsonElement node, Scope scope, List<Typed> uses)
    {
        if (Text(node, "type") == "EMPTY")
            return "";
        return $" FROM {Relation(node, scope, uses)}";
    }

    /// <summary>Adds a relation of FROM to the scope and translates it.</summary>
    string Relation(JsonElement node, Scope scope, List<Typed> uses)
    {
        switch (Text(node, "type"))
        {
            case "BASE_TABLE":
                return Table(node, scope);
            case "SUBQUERY":
                var inner = node.GetProperty("subquery").GetProperty("node");
                // Only LATERAL gives a subquery access to the previous relations; the tree does not show it.
                var query = Analyze(inner, scope.Relations.Count > 0 ? scope : scope.Outer, out var columns);
                uses.Add(new Typed(TrinoType.Unknown, "", -1) { Columns = columns });
                return Derived(query, Text(node, "alias"), node, scope);
            case "EXPRESSION_LIST":
                return Derived(Values(node, scope.Outer), Text(node, "alias") is "valueslist" ? "" : Text(node, "alias"), node, scope);
            case "JOIN":
                return Join(node, scope, uses);
            case "TABLE_FUNCTION":
                return Unnest(node, scope, uses);
            case "EMPTY":
                return "(SELECT 1) AS one";
            case "SHOW_REF":
                throw _text.Error(AthenaError.Syntax, -1, "SHOW and DESCRIBE cannot be part of a query");
            case "PIVOT":
                throw _text.Error(AthenaError.Syntax, -1, "mismatched input 'PIVOT'", "Use sum(x) FILTER (WHERE ...).");
            default:
                throw _text.Error(AthenaError.Syntax, -1, $"Athena has no relation of the kind {Text(node, "type").ToLowerInvariant()}");
        }
    }

    string Derived(Query query, string alias, JsonElement node, Scope scope)
    {
        var aliases = node.TryGetProperty("column_name_alias", out var names) ? names.EnumerateArray().Select(name => name.GetString()!)
            .ToList() : [];
        query = Renamed(query, aliases, alias, Location(node));
        var sql = NewName("r");
        scope.Relations.Add(new Relation(
            alias.Length > 0 ? [alias] : [],
            [.. query.Columns.Select((column, i) => new Field(column.Name, column.Type, $"{sql}.c{i + 1}"))]));
        return $"({query.Sql}) AS {sql}({Numbered(query.Columns.Count)})";
    }

    Query Values(JsonElement node, Scope? outer)
    {
        var scope = new Scope(outer);
        var rows = Children(node, "values")
            .Select(row => row.EnumerateArray().Select(new ExpressionAnalyzer(this, _text, scope) { Clause = "VALUES" }.Analyze).ToList())
            .ToList();
        var types = new List<TrinoType>();
        for (var i = 0; i < rows[0].Count; i++)
        {
            var column = i;
            if (rows.Any(row => row.Count != rows[0].Count))
                throw _text.Error(AthenaError.Syntax, rows[0][0].Location, "Values rows have mismatched sizes");
            types.Add(Coercion.Common(rows.Select(row => row[column].Type)) ?? throw _text.Error(
                AthenaError.TypeMismatch,
                rows.First(row => Coercion.Common(row[column].Type, rows[0][column].Type) is null)[column].Location,
                $"Values rows have mismatched types: {rows[0][column].Type} vs "
                + $"{rows.First(row => Coercion.Common(row[column].Type, rows[0][column].Type) is null)[column].Type}"));
        }

        var lines = rows.Select(row => $"({string.Join(", ", row.Select((value, i) => ExpressionAnalyzer.Coerce(value, types[i]).Sql))})");
        return new Query($"SELECT * FROM (VALUES {string.Join(", ", lines)}) AS v({Numbered(types.Count)})",
            [.. types.Select(type => ((string?)null, type))]);
    }

    string Table(JsonElement node, Scope scope)
    {
        var (name, schema, catalog, location) =
            (Text(node, "table_name"), Text(node, "schema_name"), Text(node, "catalog_name"), Location(node));
        if (node.GetProperty("at_clause").ValueKind == JsonValueKind.Object)
            throw _text.Error(AthenaError.NotHere, location, "Time travel does not run on this machine");
        if (location >= 0 && _text.TokenAt(location) is ['\'', ..] quoted)
            throw _text.Error(AthenaError.Syntax, location, $"mismatched input '{quoted}'", $"Write a name in double quotes: \"{name}\".");
        var alias = Text(node, "alias");
        var sample = Sample(node.GetProperty("sample"), location);
        if (schema.Length == 0 && _with.TryGetValue(name, out var with))
            return Known(with.Sql, [.. with.Query.Columns.Select((column, i) => new Field(column.Name, column.Type, $"c{i + 1}"))],
                [alias.Length > 0 ? alias : name], node, scope) + sample;
        if (catalog.Length > 0 && !catalog.Equals("awsdatacatalog", StringComparison.OrdinalIgnoreCase))
            throw _text.Error(AthenaError.CatalogNotFound, location, $"Catalog '{catalog}' does not exist", "Use awsdatacatalog.");
        var table = _catalog.Find(schema, name);
        if (table is null)
        {
            if (schema.Length > 0 && !_catalog.HasSchema(schema))
                throw _text.Error(AthenaError.SchemaNotFound, location, $"Schema '{schema}' does not exist", $"Use {Database}.");
            var close = Closest(name, _catalog.TableNames.Concat(_with.Keys));
            throw _text.Error(
                AthenaError.TableNotFound,
                location,
                $"Table 'awsdatacatalog.{(schema.Length > 0 ? schema : Database)}.{name}' does not exist",
                close is null ? null : $"Did you mean {close}?");
        }

        string[] names = alias.Length > 0 ? [alias] : ["awsdatacatalog", schema.Length > 0 ? schema : Database, name];
        return Known(table.Sql, table.Fields, names, node, scope) + sample;
    }

    string Sample(JsonElement sample, int location)
    {
        if (sample.ValueKind != JsonValueKind.Object)
            return "";
        var method = Text(sample, "method").ToUpperInvariant();
        if (method is not ("BERNOULLI" or "SYSTEM"))
            throw _text.Error(AthenaError.Syntax, location, $"mismatched input '{method}'", "Use TABLESAMPLE BERNOULLI (percent).");
        return $" TABLESAMPLE {method} ({sample.GetProperty("sample_size").GetProperty("value").GetRawText()} PERCENT)";
    }

    string Known(string source, IReadOnlyList<Field> fields, IReadOnlyList<string> names, JsonElement node, Scope scope)
    {
        var aliases = Children(node, "column_name_alias").Select(name => name.GetString()!).ToList();
        var visible = fields.Count(field => !field.IsHidden);
        if (aliases.Count > 0 && aliases.Count != visible)
        {
            throw _text.Error(
                AthenaError.MismatchedAliases, Location(node),
                $"Column alias list has {aliases.Count} entries but '{names[^1]}' has {visible} columns available");
        }

        var sql = NewName("r");
        scope.Relations.Add(new Relation(
            names, [.. fields.Select((field, i) =>
                field with
                {
                    Name = i < aliases.Count ? aliases[i] : field.Name,
                    Sql = $"{sql}.{field.Sql}",
                    Files = field.Files is null ? null : sql,
                })]));
        return $"{source} AS {sql}";
    }

    string Join(JsonElement node, Scope scope, List<Typed> uses)
    {
        var (kind, reference) = (Text(node, "join_type"), Text(node, "ref_type"));
        if (reference is not ("REGULAR" or "CROSS" or "DEPENDENT") || kind is not ("INNER" or "LEFT" or "RIGHT" or "OUTER" or "FULL"))
        {
            throw _text.Error(
                reference == "NATURAL" ? AthenaError.NotHere : AthenaError.Syntax,
                Location(node),
                reference == "NATURAL" ? "Natural join not supported"
                    : $"mismatched input '{(reference is "REGULAR" ? kind : reference)}'");
        }

        var first = scope.Relations.Count;
        var left = Relation(node.GetProperty("left"), scope, uses);
        var middle = scope.Relations.Count;
        var right = Relation(node.GetProperty("right"), scope, uses);
        var columns = Children(node, "using_columns").Select(column => column.GetString()!).ToList();
        if (columns.Count > 0)
        {
            var on = Using(columns, first, middle, kind, scope, Location(node));
            KeepFilesOfOuter(kind, scope, first, middle + 1);
            return $"{left} {Word(kind)} JOIN {right} ON {on}";
        }

        if (node.GetProperty("condition") is not { ValueKind: JsonValueKind.Object } condition)
            return $"{left} CROSS JOIN {Parenthesized(node.GetProperty("right"), right)}";
        var typed = new ExpressionAnalyzer(this, _text, scope) { Clause = "JOIN clause" }.Analyze(condition);
        if (typed.Type.Name is not ("boolean" or "unknown"))
            throw _text.Error(AthenaError.TypeMismatch, typed.Location,
                $"JOIN ON clause must evaluate to a boolean: actual type {typed.Type}");
        uses.Add(typed);
        AddFileConditions(typed, kind switch
        {
            "INNER" => scope.Relations[first..],
            "LEFT" => scope.Relations[middle..],
            "RIGHT" => scope.Relations[first..middle],
            _ => [],
        });
        KeepFilesOfOuter(kind, scope, first, middle);
        return $"{left} {Word(kind)} JOIN {Parenthesized(node.GetProperty("right"), right)} ON {typed.Sql}";
    }

    /// <summary>An outer join gives NULL for the keys of one side, so that later conditions do not decide for its files.</summary>
    static void KeepFilesOfOuter(string kind, Scope scope, int first, int middle)
    {
        for (var i = kind == "LEFT" ? middle : first; kind != "INNER" && i < (kind == "RIGHT" ? middle : scope.Relations.Count); i++)
        {
            scope.Relations[i] = scope.Relations[i] with
            {
                Fields = [.. scope.Relations[i].Fields.Select(field => field with { Files = null })],
            };
        }
    }

    static string Parenthesized(JsonElement node, string sql) => Text(node, "type") == "JOIN" ? $"({sql})" : sql;

    static string Word(string kind) => kind == "OUTER" ? "FULL" : kind;

    /// <summary>Joins by equal columns, which become one column before all other columns.</summary>
    string Using(List<string> columns, int first, int middle, string kind, Scope scope, int location)
    {
        var (conditions, merged) = (new List<string>(), new List<Field>());
        foreach (var column in columns)
        {
            var (left, right) = (Side(scope.Relations[first..middle], column, location), Side(scope.Relations[middle..], column, location));
            var type = Coercion.Common(left.Type, right.Type) ?? throw _text.Error(
                AthenaError.TypeMismatch, location, $"Cannot apply operator: {left.Type} = {right.Type}",
                $"Join with ON and CAST instead of USING ({column}).");
            conditions.Add($"{left.Sql} = {right.Sql}");
            merged.Add(new Field(column, type, kind == "INNER" ? left.Sql : $"coalesce({left.Sql}, {right.Sql})"));
        }

        for (var i = first; i < scope.Relations.Count; i++)
        {
            scope.Relations[i] = scope.Relations[i] with
            {
                Fields = [.. scope.Relations[i].Fields.Where(field => !columns.Contains(field.Name, StringComparer.OrdinalIgnoreCase))],
            };
        }

        scope.Relations.Insert(first, new Relation([], merged));
        return string.Join(" AND ", conditions);
    }

    Field Side(List<Relation> relations, string column, int location)
    {
        var fields = relations.SelectMany(relation => relation.Fields)
            .Where(field => column.Equals(field.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        return fields.Count == 1 ? fields[0] : throw _text.Error(
            fields.Count == 0 ? AthenaError.ColumnNotFound : AthenaError.AmbiguousName,
            location,
            fields.Count == 0 ? $"Column '{column}' is missing from one side of join" : $"Column '{column}' is ambiguous");
    }

    string Unnest(JsonElement node, Scope scope, List<Typed> uses)
    {
        var function = node.GetProperty("function");
        var (name, location) = (Text(function, "function_name").ToLowerInvariant(), Location(function));
        if (name != "unnest")
        {
            throw _text.Error(
                AthenaError.FunctionNotFound, location, $"Table function '{name}' not registered",
                OtherNames.Hints.TryGetValue(name, out var hint) ? $"Use {hint}." : null);
        }

        // Arguments of UNNEST can use the previous relations.
        var analyzer = new ExpressionAnalyzer(this, _text, scope) { Clause = "UNNEST" };
        var arguments = Children(function, "children").Select(analyzer.Analyze).ToList();
        var columns = new List<(string Sql, TrinoType Type)>();
        var outer = new List<string>();
        foreach (var argument in arguments)
        {
            switch (argument.Type.Name)
            {
                case "array" when argument.Type.Arguments[0].Name == "row":
                    var row = argument.Type.Arguments[0];
                    columns.AddRange(row.Arguments.Select((field, i) =>
                        ($"unnest(list_transform({argument.Sql}, lambda e: struct_extract(e, {Sql.Text(row.FieldName(i))})))", field)));
                    break;
                case "array":
                    columns.Add(($"unnest({argument.Sql})", argument.Type.Arguments[0]));
                    break;
                case "map":
                    columns.Add(($"unnest(map_keys({argument.Sql}))", argument.Type.Arguments[0]));
                    columns.Add(($"unnest(map_values({argument.Sql}))", argument.Type.Arguments[1]));
                    break;
                default:
                    throw _text.Error(AthenaError.TypeMismatch, argument.Location, $"Cannot unnest type: {argument.Type}");
            }

            outer.Add($"CAST(len({(argument.Type.Name == "map" ? $"map_keys({argument.Sql})" : argument.Sql)}) AS BIGINT)");
        }

        if (Text(node, "with_ordinality") == "WITH_ORDINALITY")
            columns.Add(($"unnest(range(1, coalesce(greatest({string.Join(", ", outer)}), 0) + 1))", TrinoType.BigInt));
        uses.AddRange(arguments);
        var sql = $"SELECT {string.Join(", ", columns.Select((column, i) => $"{column.Sql} AS c{i + 1}"))}";
        var alias = Text(node, "alias");
        return Derived(new Query(sql, [.. columns.Select(column => ((string?)null, column.Type))]), alias == "unnest" ? "" : alias, node,
            scope);
    }

    /// <summary>Returns the SQL of a value in the form that the reader of results expects.</summary>
    static string FieldOutput(string row, string name, TrinoType type) =>
        $"{Sql.Name(name)} := {Output(type, $"struct_extract({row}, {Sql.Text(name)})")}";

    static string Output(TrinoType type, string sql) => type.Name switch
    {
        "ipaddress" => $"athena_ip_text({sql})",
        "interval day to second" or "interval year to month" => ExpressionAnalyzer.IntervalNumber(type, sql),
        "json" => $"CAST({sql} AS VARCHAR)",
        "uuid" => $"CAST({sql} AS VARCHAR)",
        "array" when NeedsOutput(type.Arguments[0]) => $"list_transform({sql}, lambda o: {Output(type.Arguments[0], "o")})",
        "row" when type.Arguments.Any(NeedsOutput) =>
            $"CASE WHEN {sql} IS NOT NULL THEN "
            + $"struct_pack({string.Join(", ", type.Arguments.Select((field, i) => FieldOutput(sql, type.FieldName(i), field)))}) END",
        "map" when type.Arguments.Any(NeedsOutput) =>
            $"map(list_transform(map_keys({sql}), lambda o: {Output(type.Arguments[0], "o")}), list_transform(map_values({sql}), lambda "
            + $"o: {Output(type.Arguments[1], "o")}))",
        _ => sql,
    };

    static bool NeedsOutput(TrinoType type) =>
        type.Name is "ipaddress" or "json" or "uuid" || type.IsInterval || type.Arguments.Any(NeedsOutput);

    int Location(JsonElement node) =>
        node.TryGetProperty("query_location", out var location) && location.TryGetUInt64(out var offset) ? _text.OriginalOffset(offset)
            : -1;

    static string Text(JsonElement node, string name) => node.GetProperty(name).GetString()!;

    static JsonElement.ArrayEnumerator Children(JsonElement node, string name) => node.GetProperty(name).EnumerateArray();

    static string? Closest(string name, IEnumerable<string> known) =>
        known.Select(other => (other, Distance: Distance(name.ToLowerInvariant(), other.ToLowerInvariant())))
            .Where(pair => pair.Distance <= Math.Max(1, name.Length / 3))
            .OrderBy(pair => pair.Distance).Select(pair => pair.other).FirstOrDefault();

    static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
