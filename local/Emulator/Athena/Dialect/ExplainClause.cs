namespace Emulator.Athena.Dialect;

/// <summary>EXPLAIN and its options before a query.</summary>
/// <param name="Sql">EXPLAIN in DuckDB's SQL, or nothing.</param>
/// <param name="IsValidation">Whether the statement is <c>EXPLAIN (TYPE VALIDATE)</c>.</param>
readonly record struct ExplainClause(string Sql, bool IsValidation)
{
    static readonly string[] Types = ["LOGICAL", "DISTRIBUTED", "VALIDATE"];

    /// <summary>Removes EXPLAIN from a statement that starts with it, because DuckDB's tree contains only queries.</summary>
    /// <exception cref="AthenaException">An option is invalid, or local mode does not support it.</exception>
    public static ExplainClause Take(StatementTokens tokens, StatementEdits edits)
    {
        var (next, isValidation) = (1, false);
        var analyze = tokens[next].Is("ANALYZE");
        if (analyze)
            next++;
        if (tokens[next].Is("VERBOSE"))
            next++;
        if (tokens[next].IsSymbol('(') && tokens[next + 1].Kind == SqlTokenKind.Word && !Keywords.Queries.Any(tokens[next + 1].Is))
        {
            do
            {
                isValidation |= IsValidationOption(tokens, next + 1, analyze);
                next += 3;
            }
            while (tokens[next].IsSymbol(','));
            if (!tokens[next].IsSymbol(')'))
                throw tokens.Mismatched(tokens[next]);
            next++;
        }
        if (!tokens[next].IsSymbol('(') && !Keywords.Queries.Any(tokens[next].Is))
            throw tokens.Mismatched(tokens[next], "EXPLAIN runs for queries on this machine.");
        edits.Blank(0, tokens[next].Offset);
        tokens.RemoveFirst(next);
        return new ExplainClause(analyze ? "EXPLAIN ANALYZE " : "EXPLAIN ", isValidation);
    }

    static bool IsValidationOption(StatementTokens tokens, int place, bool analyze)
    {
        var (option, value) = (tokens[place], tokens[place + 1]);
        if (option.Is("TYPE") && !analyze)
        {
            if (value.Is("IO"))
                throw tokens.Error(AthenaError.NotHere, value.Offset, "EXPLAIN (TYPE IO) does not run on this machine");
            return Types.Any(value.Is)
                ? value.Is("VALIDATE")
                : throw tokens.Mismatched(value, "The types are LOGICAL, DISTRIBUTED, VALIDATE and IO.");
        }
        if (!option.Is("FORMAT"))
            throw tokens.Mismatched(option, "The options are TYPE and FORMAT.");
        if (value.Is("JSON") || value.Is("GRAPHVIZ"))
            throw tokens.Error(AthenaError.NotHere, value.Offset,
                $"EXPLAIN (FORMAT {value.Value.ToUpperInvariant()}) does not run on this machine", "Use FORMAT TEXT.");
        return value.Is("TEXT") ? false : throw tokens.Mismatched(value, "The formats are TEXT, GRAPHVIZ and JSON.");
    }
}
