using System.Text.Json;
using static Emulator.Athena.Dialect.SyntaxTree;

namespace Emulator.Athena.Dialect;

/// <summary>Translates the relations of one FROM, and adds their columns to its scope.</summary>
/// <param name="queries">The analyzer of the query and its subqueries.</param>
/// <param name="text">The statement.</param>
/// <param name="tables">The tables.</param>
/// <param name="scope">The scope of the query.</param>
/// <param name="uses">Gets the expressions of FROM, for the columns of outer queries that they use.</param>
sealed class RelationAnalyzer(QueryAnalyzer queries, StatementText text, TableCatalog tables, Scope scope, List<Typed> uses)
{
    public string From(JsonElement node)
    {
        if (Text(node, "type") == "EMPTY")
            return "";
        return $" FROM {Relation(node)}";
    }

    /// <summary>Adds a relation of FROM to the scope and translates it.</summary>
    string Relation(JsonElement node)
    {
        switch (Text(node, "type"))
        {
            case "BASE_TABLE":
                return Table(node);
            case "SUBQUERY":
                var inner = node.GetProperty("subquery").GetProperty("node");
                // Only LATERAL gives a subquery access to the previous relations; the tree does not show it.
                var query = queries.Analyze(inner, scope.Relations.Count > 0 ? scope : scope.Outer, out var columns);
                uses.Add(new Typed(TrinoType.Unknown, "", -1) { Columns = columns });
                return Derived(query, Text(node, "alias"), node);
            case "EXPRESSION_LIST":
                return Derived(Values(node, scope.Outer), Text(node, "alias") is "valueslist" ? "" : Text(node, "alias"), node);
            case "JOIN":
                return Join(node);
            case "TABLE_FUNCTION":
                return Unnest(node);
            case "EMPTY":
                return "(SELECT 1) AS one";
            case "SHOW_REF":
                throw text.Error(AthenaError.Syntax, -1, "SHOW and DESCRIBE cannot be part of a query");
            case "PIVOT":
                throw text.Error(AthenaError.Syntax, -1, "mismatched input 'PIVOT'", "Use sum(x) FILTER (WHERE ...).");
            default:
                throw text.Error(AthenaError.Syntax, -1, $"Athena has no relation of the kind {Text(node, "type").ToLowerInvariant()}");
        }
    }

    string Derived(Query query, string alias, JsonElement node)
    {
        var aliases = node.TryGetProperty("column_name_alias", out var names) ? names.EnumerateArray().Select(name => name.GetString()!)
            .ToList() : [];
        query = queries.Renamed(query, aliases, alias, Location(node));
        var sql = queries.NewName("r");
        scope.Relations.Add(new Relation(
            alias.Length > 0 ? [alias] : [],
            [.. query.Columns.Select((column, i) => new Field(column.Name, column.Type, $"{sql}.c{i + 1}"))]));
        return $"({query.Sql}) AS {sql}({QueryAnalyzer.Numbered(query.Columns.Count)})";
    }

    Query Values(JsonElement node, Scope? outer)
    {
        var inner = new Scope(outer);
        var rows = Children(node, "values")
            .Select(row => row.EnumerateArray().Select(new ExpressionAnalyzer(queries, text, inner) { Clause = "VALUES" }.Analyze).ToList())
            .ToList();
        var types = new List<TrinoType>();
        for (var i = 0; i < rows[0].Count; i++)
        {
            var column = i;
            if (rows.Any(row => row.Count != rows[0].Count))
                throw text.Error(AthenaError.Syntax, rows[0][0].Location, "Values rows have mismatched sizes");
            types.Add(Coercion.Common(rows.Select(row => row[column].Type)) ?? throw text.Error(
                AthenaError.TypeMismatch,
                rows.First(row => Coercion.Common(row[column].Type, rows[0][column].Type) is null)[column].Location,
                $"Values rows have mismatched types: {rows[0][column].Type} vs "
                + $"{rows.First(row => Coercion.Common(row[column].Type, rows[0][column].Type) is null)[column].Type}"));
        }

        var lines = rows.Select(row => $"({string.Join(", ", row.Select((value, i) => ExpressionAnalyzer.Coerce(value, types[i]).Sql))})");
        return new Query($"SELECT * FROM (VALUES {string.Join(", ", lines)}) AS v({QueryAnalyzer.Numbered(types.Count)})",
            [.. types.Select(type => ((string?)null, type))]);
    }

    string Table(JsonElement node)
    {
        var (name, schema, catalog, location) =
            (Text(node, "table_name"), Text(node, "schema_name"), Text(node, "catalog_name"), Location(node));
        if (node.GetProperty("at_clause").ValueKind == JsonValueKind.Object)
            throw text.Error(AthenaError.NotHere, location, "Time travel does not run on this machine");
        if (location >= 0 && text.TokenAt(location) is ['\'', ..] quoted)
            throw text.Error(AthenaError.Syntax, location, $"mismatched input '{quoted}'", $"Write a name in double quotes: \"{name}\".");
        var alias = Text(node, "alias");
        var sample = Sample(node.GetProperty("sample"), location);
        if (schema.Length == 0 && queries.With(name) is { } with)
            return Known(with.Sql, [.. with.Query.Columns.Select((column, i) => new Field(column.Name, column.Type, $"c{i + 1}"))],
                [alias.Length > 0 ? alias : name], node) + sample;
        if (catalog.Length > 0 && !catalog.Equals("awsdatacatalog", StringComparison.OrdinalIgnoreCase))
            throw text.Error(AthenaError.CatalogNotFound, location, $"Catalog '{catalog}' does not exist", "Use awsdatacatalog.");
        var table = tables.Find(schema, name);
        if (table is null)
        {
            if (schema.Length > 0 && !tables.HasSchema(schema))
                throw text.Error(AthenaError.SchemaNotFound, location, $"Schema '{schema}' does not exist", $"Use {queries.Database}.");
            var close = NearestNames.Closest(name, tables.TableNames.Concat(queries.WithNames));
            throw text.Error(
                AthenaError.TableNotFound,
                location,
                $"Table 'awsdatacatalog.{(schema.Length > 0 ? schema : queries.Database)}.{name}' does not exist",
                close is null ? null : $"Did you mean {close}?");
        }

        string[] names = alias.Length > 0 ? [alias] : ["awsdatacatalog", schema.Length > 0 ? schema : queries.Database, name];
        return Known(table.Sql, table.Fields, names, node) + sample;
    }

    string Sample(JsonElement sample, int location)
    {
        if (sample.ValueKind != JsonValueKind.Object)
            return "";
        var method = Text(sample, "method").ToUpperInvariant();
        if (method is not ("BERNOULLI" or "SYSTEM"))
            throw text.Error(AthenaError.Syntax, location, $"mismatched input '{method}'", "Use TABLESAMPLE BERNOULLI (percent).");
        return $" TABLESAMPLE {method} ({sample.GetProperty("sample_size").GetProperty("value").GetRawText()} PERCENT)";
    }

    string Known(string source, IReadOnlyList<Field> fields, IReadOnlyList<string> names, JsonElement node)
    {
        var aliases = Children(node, "column_name_alias").Select(name => name.GetString()!).ToList();
        var visible = fields.Count(field => !field.IsHidden);
        if (aliases.Count > 0 && aliases.Count != visible)
        {
            throw text.Error(
                AthenaError.MismatchedAliases, Location(node),
                $"Column alias list has {aliases.Count} entries but '{names[^1]}' has {visible} columns available");
        }

        var sql = queries.NewName("r");
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

    string Join(JsonElement node)
    {
        var (kind, reference) = (Text(node, "join_type"), Text(node, "ref_type"));
        if (reference is not ("REGULAR" or "CROSS" or "DEPENDENT") || kind is not ("INNER" or "LEFT" or "RIGHT" or "OUTER" or "FULL"))
        {
            throw text.Error(
                reference == "NATURAL" ? AthenaError.NotHere : AthenaError.Syntax,
                Location(node),
                reference == "NATURAL" ? "Natural join not supported"
                    : $"mismatched input '{(reference is "REGULAR" ? kind : reference)}'");
        }

        var first = scope.Relations.Count;
        var left = Relation(node.GetProperty("left"));
        var middle = scope.Relations.Count;
        var right = Relation(node.GetProperty("right"));
        var columns = Children(node, "using_columns").Select(column => column.GetString()!).ToList();
        if (columns.Count > 0)
        {
            var on = Using(columns, first, middle, kind, scope, Location(node));
            KeepFilesOfOuter(kind, scope, first, middle + 1);
            return $"{left} {Word(kind)} JOIN {right} ON {on}";
        }

        if (node.GetProperty("condition") is not { ValueKind: JsonValueKind.Object } condition)
            return $"{left} CROSS JOIN {Parenthesized(node.GetProperty("right"), right)}";
        var typed = new ExpressionAnalyzer(queries, text, scope) { Clause = "JOIN clause" }.Analyze(condition);
        if (typed.Type.Name is not ("boolean" or "unknown"))
            throw text.Error(AthenaError.TypeMismatch, typed.Location,
                $"JOIN ON clause must evaluate to a boolean: actual type {typed.Type}");
        uses.Add(typed);
        queries.AddFileConditions(typed, kind switch
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
            var type = Coercion.Common(left.Type, right.Type) ?? throw text.Error(
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
        return fields.Count == 1 ? fields[0] : throw text.Error(
            fields.Count == 0 ? AthenaError.ColumnNotFound : AthenaError.AmbiguousName,
            location,
            fields.Count == 0 ? $"Column '{column}' is missing from one side of join" : $"Column '{column}' is ambiguous");
    }

    string Unnest(JsonElement node)
    {
        var function = node.GetProperty("function");
        var (name, location) = (Text(function, "function_name").ToLowerInvariant(), Location(function));
        if (name != "unnest")
        {
            throw text.Error(
                AthenaError.FunctionNotFound, location, $"Table function '{name}' not registered",
                OtherNames.Hints.TryGetValue(name, out var hint) ? $"Use {hint}." : null);
        }

        // Arguments of UNNEST can use the previous relations.
        var analyzer = new ExpressionAnalyzer(queries, text, scope) { Clause = "UNNEST" };
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
                    throw text.Error(AthenaError.TypeMismatch, argument.Location, $"Cannot unnest type: {argument.Type}");
            }

            outer.Add($"CAST(len({(argument.Type.Name == "map" ? $"map_keys({argument.Sql})" : argument.Sql)}) AS BIGINT)");
        }

        if (Text(node, "with_ordinality") == "WITH_ORDINALITY")
            columns.Add(($"unnest(range(1, coalesce(greatest({string.Join(", ", outer)}), 0) + 1))", TrinoType.BigInt));
        uses.AddRange(arguments);
        var sql = $"SELECT {string.Join(", ", columns.Select((column, i) => $"{column.Sql} AS c{i + 1}"))}";
        var alias = Text(node, "alias");
        return Derived(new Query(sql, [.. columns.Select(column => ((string?)null, column.Type))]), alias == "unnest" ? "" : alias, node);
    }

    int Location(JsonElement node) => SyntaxTree.Location(node, text);
}
