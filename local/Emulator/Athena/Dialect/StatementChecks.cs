namespace Emulator.Athena.Dialect;

/// <summary>Refuses what DuckDB's parser accepts and Athena does not, if the parser's tree does not show the difference.</summary>
/// <param name="tokens">The statement.</param>
sealed class StatementChecks(StatementTokens tokens)
{
    static readonly string[] Elsewhere =
    [
        "CREATE", "INSERT", "UPDATE", "DELETE", "MERGE", "DROP", "UNLOAD", "PREPARE", "EXECUTE", "DEALLOCATE", "OPTIMIZE", "VACUUM",
        "ALTER", "MSCK", "SHOW", "DESCRIBE", "DESC",
    ];

    static readonly string[] IntervalUnits = ["YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"];
    static readonly string[] TruthValues = ["TRUE", "FALSE", "UNKNOWN"];
    static readonly string[] AfterTrailingComma = ["FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION"];

    /// <summary>Checks that the statement is a query.</summary>
    /// <exception cref="AthenaException">The statement is empty or of another kind.</exception>
    public void CheckKind()
    {
        var first = tokens[tokens.Find(token => !token.IsSymbol('('))];
        if (Keywords.Queries.Any(first.Is))
            return;
        if (first.Kind == SqlTokenKind.End || first.IsSymbol(';'))
            throw tokens.Error(AthenaError.Syntax, -1, "The statement is empty");
        throw Elsewhere.Any(first.Is)
            ? tokens.Error(AthenaError.NotHere, first.Offset, $"{first.Value.ToUpperInvariant()} of this kind does not run on this machine",
                "Use SELECT, WITH, VALUES, EXPLAIN, SHOW, DESCRIBE, or ALTER TABLE with ADD or DROP PARTITION.")
            : tokens.Mismatched(first, "A query begins with SELECT, WITH or VALUES.");
    }

    /// <summary>Checks a token with the tokens around it.</summary>
    /// <exception cref="AthenaException">Athena refuses the statement, or local mode does not support it.</exception>
    public void Check(int i)
    {
        CheckSymbols(i);
        CheckClauses(i);
        CheckOtherDialects(i);
        CheckMissing(i);
        CheckNames(i);
    }

    void CheckSymbols(int i)
    {
        var (token, next) = (tokens[i], tokens[i + 1]);
        if (token.Kind == SqlTokenKind.QuotedName && tokens.Sql[token.Offset] == '`')
            throw tokens.Error(AthenaError.Syntax, token.Offset, "backquoted identifiers are not supported",
                $"Use double quotes: \"{token.Value}\".");
        if (token.IsSymbol(':') && next.IsSymbol(':'))
            throw tokens.Error(AthenaError.Syntax, token.Offset, "mismatched input '::'", "The types are written as in CAST(x AS bigint).");
        if (token.IsSymbol('=') && next.IsSymbol('=') && next.Offset == token.Offset + 1)
            throw tokens.Error(AthenaError.Syntax, token.Offset, "mismatched input '=='", "Use =.");
        if (token.Kind == SqlTokenKind.Symbol && token.Value[0] is ':' or '$' or '#' or '{' or '@')
            throw tokens.Mismatched(token);
    }

    void CheckClauses(int i)
    {
        var (before, token, next) = (tokens[i - 1], tokens[i], tokens[i + 1]);
        if (token.IsSymbol(',') && IsEndOfList(next) && (!next.Is("LIMIT") || tokens[i + 2].Kind == SqlTokenKind.Number))
            throw tokens.Mismatched(next);
        if (token.Is("FROM") && (i == 0 || before.Is("UNION") || before.Is("EXCEPT") || before.Is("INTERSECT") || before.Is("ALL")
            || before.IsSymbol('(') && !tokens[i - 2].Is("TRIM")))
            throw tokens.Mismatched(token, "A query begins with SELECT.");
        if (before.Is("SELECT") && (token.Is("FROM") || token.Kind == SqlTokenKind.End))
            throw tokens.Mismatched(token, "A column or * follows SELECT.");
        if (token.Is("INTERVAL"))
            CheckInterval(i);
    }

    void CheckInterval(int i)
    {
        if (tokens[i + 1].IsSymbol('-') || tokens[i + 1].IsSymbol('+'))
            i++;
        var (value, unit) = (tokens[i + 1], tokens[i + 2]);
        if (value.Kind == SqlTokenKind.Number || value.IsSymbol('('))
            throw tokens.Mismatched(value, "Write an interval as INTERVAL '14' DAY.");
        if (value.Kind == SqlTokenKind.Text && !IntervalUnits.Any(unit.Is))
            throw tokens.Mismatched(unit, "The units are YEAR, MONTH, DAY, HOUR, MINUTE and SECOND, as in INTERVAL '14' DAY.");
    }

    void CheckOtherDialects(int i)
    {
        var (before, token, next, third) = (tokens[i - 1], tokens[i], tokens[i + 1], tokens[i + 2]);
        var followsName = before.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;
        if (token.Is("LIMIT") && (next.Kind == SqlTokenKind.Number || next.Is("ALL")) && third.Is("OFFSET"))
            throw tokens.Mismatched(third, "Write OFFSET before LIMIT.");
        if (token.Is("LIMIT") && next.Kind == SqlTokenKind.Number && third.IsSymbol(','))
            throw tokens.Mismatched(third, "Write OFFSET 10 LIMIT 20.");
        if ((token.Is("ISNULL") || token.Is("NOTNULL")) && followsName && !next.IsSymbol('(') && !before.Is("AS"))
            throw tokens.Mismatched(token, "Use IS NULL or IS NOT NULL.");
        if (token.Is("NOT") && next.Is("NULL") && followsName && !Keywords.BeforeNames.Any(before.Is))
            throw tokens.Mismatched(token, "Use IS NOT NULL.");
        if (token.Is("IS") && (next.Is("NOT") ? third : next) is var truth && TruthValues.Any(truth.Is))
            throw tokens.Mismatched(truth, "Compare with =, or write the condition alone.");
        if (token.Kind == SqlTokenKind.Text && before.Is("E") && before.Offset + 1 == token.Offset)
            throw tokens.Mismatched(token);
        if ((token.Is("REGEXP") || token.Is("RLIKE")) && next.Kind == SqlTokenKind.Text)
            throw tokens.Mismatched(token, "Use regexp_like(x, 'pattern').");
        if (token.Is("TABLESAMPLE") && (next.Kind == SqlTokenKind.Number || next.IsSymbol('(')))
            throw tokens.Mismatched(next, "Use TABLESAMPLE BERNOULLI (percent).");
        if (token.Is("IFNULL") && next.IsSymbol('('))
            throw tokens.Error(AthenaError.FunctionNotFound, token.Offset, $"Function '{token.Value.ToLowerInvariant()}' not registered",
                "Use coalesce(a, b).");
    }

    /// <summary>Refuses syntax of Athena that local mode does not support.</summary>
    void CheckMissing(int i)
    {
        var (before, token, next) = (tokens[i - 1], tokens[i], tokens[i + 1]);
        if (token.Is("MATCH_RECOGNIZE"))
            throw tokens.Error(AthenaError.NotHere, token.Offset, "MATCH_RECOGNIZE does not run on this machine");
        if (token.Is("RECURSIVE") && before.Is("WITH"))
            throw tokens.Error(AthenaError.NotHere, token.Offset, "WITH RECURSIVE does not run on this machine");
        if (token.Is("WITH") && next.Is("TIES") && (before.Is("ROW") || before.Is("ROWS")))
            throw tokens.Error(AthenaError.NotHere, token.Offset, "FETCH FIRST ... WITH TIES does not run on this machine",
                "Filter a subquery that has rank() OVER (ORDER BY ...) as a column.");
        if (token.Is("FOR") && (next.Is("TIMESTAMP") || next.Is("VERSION")) && tokens[i + 2].Is("AS"))
            throw tokens.Error(AthenaError.NotHere, token.Offset, "Time travel does not run on this machine");
        if (token.Is("U") && next.IsSymbol('&') && tokens[i + 2].Kind == SqlTokenKind.Text)
            throw tokens.Error(AthenaError.NotHere, token.Offset, "U&'...' strings are not supported on this machine",
                "Write the characters themselves.");
    }

    void CheckNames(int i)
    {
        var (before, token, next) = (tokens[i - 1], tokens[i], tokens[i + 1]);
        if (token.Kind != SqlTokenKind.Word)
            return;
        var isName = (before.Is("AS") || before.IsSymbol('.')) && Keywords.Reserved.Contains(token.Value);
        var isWithoutArguments = Keywords.AcceptedAsNames.Contains(token.Value) && !next.IsSymbol('(')
            && !before.Is("NULLS") && !before.Is("FETCH") && !next.Is("SETS") && !before.IsSymbol(';');
        var isWithoutOperand = (token.Is("BETWEEN") || token.Is("ESCAPE") || token.Is("VALUES"))
            && (next.IsSymbol(',') || IsEndOfList(next));
        var isFirstColumn = before.Is("SELECT") && (token.Is("EXCEPT") || token.Is("INTERSECT") || AfterTrailingComma.Any(token.Is));
        if (isName || isWithoutArguments || isWithoutOperand || isFirstColumn)
            throw tokens.ReservedWord(token);
    }

    static bool IsEndOfList(SqlToken token) =>
        token.Kind == SqlTokenKind.End || token.IsSymbol(')') || AfterTrailingComma.Any(token.Is);
}
