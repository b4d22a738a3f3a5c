using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Emulator.Athena.Dialect;

/// <summary>A query of Athena's SQL, translated for DuckDB.</summary>
/// <param name="Sql">DuckDB's SQL.</param>
/// <param name="Columns">Names and types of the result in Athena.</param>
sealed partial record Translation(string Sql, IReadOnlyList<(string Name, TrinoType Type)> Columns)
{
    // DuckDB parses expressions of at most 1,000 levels (max_expression_depth), with several levels of JSON for each.
    static readonly JsonDocumentOptions AsDeepAsAQuery = new() { MaxDepth = 10_000 };

    /// <summary>Conditions that choose files: <see cref="QueryAnalyzer.FileConditions"/>.</summary>
    public IReadOnlyDictionary<string, List<string>> FileConditions { get; private init; } = new Dictionary<string, List<string>>();

    /// <summary>Whether the statement is an EXPLAIN, whose rows are DuckDB's plan.</summary>
    public bool IsPlan { get; private init; }

    /// <exception cref="AthenaException">Athena refuses the query, or local mode cannot run it.</exception>
    public static Translation Of(string sql, DuckDBConnection connection, TableCatalog catalog, DateTimeOffset now)
    {
        if (HasLoneSurrogate(sql))
            throw new AthenaException($"{AthenaError.Syntax}: The statement has a character that is not valid Unicode");
        var text = new StatementText(sql);
        using var parsed = Parse(text, connection);
        var root = parsed.RootElement;
        var statements = root.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
        {
            throw text.Error(
                AthenaError.Syntax, -1, statements.GetArrayLength() == 0 ? "The statement is empty"
                    : "Only one statement can be run at a time");
        }

        Query query;
        var analyzer = new QueryAnalyzer(text, catalog, now);
        try
        {
            query = analyzer.AnalyzeTop(statements[0].GetProperty("node"));
        }
        catch (InsufficientExecutionStackException)
        {
            throw text.Error("STACK_OVERFLOW", -1, "The statement is nested too deeply");
        }

        if (text.IsValidation)
            return new Translation("SELECT true AS c1", [("Valid", TrinoType.Boolean)]);
        var translation = text.Explain.Length == 0
            ? new Translation(query.Sql, [.. query.Columns.Select(column => (column.Name!, column.Type))])
            : new Translation(text.Explain + query.Sql, [("Query Plan", TrinoType.Varchar)]) { IsPlan = true };
        return translation with { FileConditions = analyzer.FileConditions };
    }

    /// <summary>Returns the tree. Names that are keywords to the parser alone are quoted where it stumbles over them.</summary>
    static JsonDocument Parse(StatementText text, DuckDBConnection connection)
    {
        AthenaException? first = null;
        while (true)
        {
            var parsed = Parse(text.Text, connection);
            var root = parsed.RootElement;
            if (!root.GetProperty("error").GetBoolean())
                return parsed;
            first ??= SyntaxError(text, root);
            if (!root.TryGetProperty("position", out var position) || !int.TryParse(position.GetString(), out var runes)
                || !text.TryQuote(text.OriginalOfRune(runes)))
                throw first;
        }
    }

    static JsonDocument Parse(string sql, DuckDBConnection connection)
    {
        using var command = new DuckDBCommand("SELECT json_serialize_sql($sql::VARCHAR)", connection);
        command.Parameters.Add(new DuckDBParameter("sql", sql));
        return JsonDocument.Parse((string)command.ExecuteScalar()!, AsDeepAsAQuery);
    }

    static bool HasLoneSurrogate(string sql)
    {
        for (var i = 0; i < sql.Length; i++)
        {
            if (char.IsHighSurrogate(sql[i]) && i + 1 < sql.Length && char.IsLowSurrogate(sql[i + 1]))
                i++;
            else if (char.IsSurrogate(sql[i]))
                return true;
        }

        return false;
    }

    static AthenaException SyntaxError(StatementText text, JsonElement error)
    {
        var message = error.GetProperty("error_message").GetString()!.Split('\n')[0].TrimEnd('.');
        if (error.GetProperty("error_type").GetString() != "parser")
            return text.Error(AthenaError.NotHere, -1,
                "Only queries run here, and SHOW, DESCRIBE and ALTER TABLE with ADD or DROP PARTITION");
        if (message.EndsWith("is not supported", StringComparison.Ordinal) && message.Contains(" TO ", StringComparison.Ordinal))
            return text.Error(AthenaError.NotHere, -1, "Intervals of two units do not run on this machine",
                "Add two: INTERVAL '1' DAY + INTERVAL '2' HOUR.");
        if (!error.TryGetProperty("position", out var position) || !int.TryParse(position.GetString(), out var runes))
            return WindowName.Match(message).Groups[1].Value is { Length: > 0 } window
                ? text.Error(AthenaError.Syntax, text.WindowName(window), $"Cannot resolve WINDOW name {window}")
                : text.Error(AthenaError.Syntax, -1, "The statement is not a query of Athena");
        return text.Unexpected(text.OriginalOfRune(runes));
    }

    [GeneratedRegex("""window "(.*)" does not exist""")]
    private static partial Regex WindowName { get; }
}
