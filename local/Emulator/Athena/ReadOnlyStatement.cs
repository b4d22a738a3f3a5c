using System.Text.Json;
using DuckDB.NET.Data;

namespace Emulator.Athena;

/// <summary>Asks DuckDB's own parser for the kind of a statement, before anything of it is bound or run: it serializes nothing but queries.</summary>
static class ReadOnlyStatement
{
    // What DuckDB parses is at most 1,000 expressions deep (max_expression_depth), each some levels of JSON.
    static readonly JsonDocumentOptions AsDeepAsAQuery = new() { MaxDepth = 10_000 };

    /// <exception cref="AthenaException">The statement is none, several, or one that does more than read.</exception>
    public static void Check(DuckDBConnection connection, string sql)
    {
        var start = StartOfQuery(sql);
        using var command = new DuckDBCommand("SELECT json_serialize_sql($sql::VARCHAR)", connection);
        command.Parameters.Add(new DuckDBParameter("sql", sql[start..]));
        using var parsed = JsonDocument.Parse((string)command.ExecuteScalar()!, AsDeepAsAQuery);
        var root = parsed.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            throw root.GetProperty("error_type").GetString() == "parser"
                ? SyntaxError(sql, start, root)
                : new AthenaException("Only SELECT, WITH, SHOW, DESCRIBE and EXPLAIN of those can be run here, and ALTER TABLE ADD or DROP PARTITION: a query changes no data, setting or file");
        }

        var count = root.GetProperty("statements").GetArrayLength();
        if (count != 1)
            throw new AthenaException(count == 0 ? "The statement is empty" : "Only one statement can be run at a time");
    }

    /// <summary>Where that begins which an EXPLAIN explains, since EXPLAIN ANALYZE runs it; 0 for any other statement.</summary>
    static int StartOfQuery(string sql)
    {
        var tokens = new SqlTokens(sql);
        if (!tokens.TryTake("EXPLAIN"))
            return 0;
        _ = tokens.TryTake("ANALYZE");
        if (tokens.TryTake('('))
        {
            while (!tokens.TryTake(')'))
            {
                if (tokens.Take().Kind == SqlTokenKind.End)
                    throw SqlTokens.Error(sql, sql.Length, "expected ')', found the end of the statement");
            }
        }

        return tokens.Current.Offset;
    }

    static AthenaException SyntaxError(string sql, int start, JsonElement error)
    {
        var message = error.GetProperty("error_message").GetString()!;
        if (!error.TryGetProperty("position", out var position) || !int.TryParse(position.GetString(), out var codePoints))
            return new AthenaException(message);
        return SqlTokens.Error(sql, start + sql[start..].EnumerateRunes().Take(codePoints).Sum(rune => rune.Utf16SequenceLength), message);
    }
}
