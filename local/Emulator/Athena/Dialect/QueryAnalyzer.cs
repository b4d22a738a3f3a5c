using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Emulator.Athena.Dialect.SyntaxTree;

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

    /// <summary>The names of the WITH clauses that are visible here.</summary>
    public IEnumerable<string> WithNames => _with.Keys;

    public string NewName(string prefix) => string.Create(CultureInfo.InvariantCulture, $"athena_{prefix}{++_names}");

    /// <summary>Returns a WITH clause that is visible here.</summary>
    public (string Sql, Query Query)? With(string name) => _with.TryGetValue(name, out var with) ? with : null;

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
            NearestNames.Closest(names[^1], known) is { } close ? $"Did you mean {close}?"
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
        var outputs = columns.Select((column, i) => $"{ResultForm.Of(column.Type, $"q.c{i + 1}")} AS c{i + 1}");
        var sql = columns.Any(column => ResultForm.IsNeeded(column.Type)) ? $"SELECT {string.Join(", ", outputs)} FROM ({query.Sql}) AS q"
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

    public Query Renamed(Query query, List<string> aliases, string name, int location)
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

    public static string Numbered(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"c{i}"));

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
        var from = new RelationAnalyzer(this, _text, _catalog, scope, uses).From(node.GetProperty("from_table"));
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
    public void AddFileConditions(Typed condition, IEnumerable<Relation> relations)
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

    int Location(JsonElement node) => SyntaxTree.Location(node, _text);
}
