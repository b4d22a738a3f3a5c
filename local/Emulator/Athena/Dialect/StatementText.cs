namespace Emulator.Athena.Dialect;

/// <summary>
/// A query as text for DuckDB's parser. <see cref="StatementChecks"/> and <see cref="StatementRewriter"/> treat the differences between
/// Athena and the parser that the parser's tree does not show. Offsets lead back to the statement.
/// </summary>
sealed class StatementText
{
    readonly StatementTokens _tokens;
    readonly StatementEdits _edits;
    readonly ExplainClause _explain;

    /// <exception cref="AthenaException">Athena refuses the statement, or local mode does not support it.</exception>
    public StatementText(string sql)
    {
        _tokens = new StatementTokens(sql);
        _edits = new StatementEdits(sql);
        var checks = new StatementChecks(_tokens);
        checks.CheckKind();
        _explain = _tokens[0].Is("EXPLAIN") ? ExplainClause.Take(_tokens, _edits) : new ExplainClause("", false);
        var rewriter = new StatementRewriter(_tokens, _edits);
        for (var i = 0; i < _tokens.Count; i++)
        {
            checks.Check(i);
            rewriter.Rewrite(i);
        }
        _edits.Apply();
    }

    /// <summary>The text for DuckDB's parser.</summary>
    public string Text => _edits.Text;

    /// <summary>EXPLAIN and its options, or nothing.</summary>
    public string Explain => _explain.Sql;

    /// <summary>Whether the statement is <c>EXPLAIN (TYPE VALIDATE)</c>.</summary>
    public bool IsValidation => _explain.IsValidation;

    /// <summary>The offset in the statement of an offset in <see cref="Text"/>, which counts UTF-8 bytes; negative for none.</summary>
    public int OriginalOffset(ulong byteOffset) => byteOffset > int.MaxValue ? -1 : _edits.OriginalOfByte((int)byteOffset);

    /// <summary>The offset in the statement of an offset in <see cref="Text"/>, which counts Unicode scalar values.</summary>
    public int OriginalOfRune(int runes) => _edits.OriginalOfRune(runes);

    public AthenaException Error(string error, int offset, string message, string? hint = null) =>
        _tokens.Error(error, offset, message, hint);

    /// <inheritdoc cref="StatementTokens.TextAt"/>
    public string TokenAt(int offset) => _tokens.TextAt(offset);

    /// <summary>Returns whether an opening parenthesis is before an offset, as in <c>date('2026-11-20')</c>.</summary>
    public bool IsArgument(int offset) => offset > 0 && _tokens.Sql.AsSpan(0, offset).TrimEnd().EndsWith('(');

    /// <summary>The offset of a character at or before another offset.</summary>
    public int LastBefore(char character, int offset) => offset < 0 ? offset : _tokens.Sql.LastIndexOf(character, offset);

    /// <summary>Returns whether a reserved word without quotes is at an offset.</summary>
    public bool IsReserved(int offset, string name) =>
        offset >= 0 && Keywords.Reserved.Contains(name) && TokenAt(offset).Equals(name, StringComparison.OrdinalIgnoreCase);

    public AthenaException ReservedWord(int offset) =>
        _tokens.ReservedWord(new SqlToken(SqlTokenKind.Word, TokenAt(offset), offset));

    /// <summary>Quotes a name that is a keyword only to the parser, at the place of the parser's error or before it.</summary>
    /// <returns>False if there is no such name.</returns>
    public bool TryQuote(int offset)
    {
        var index = _tokens.Find(token => token.Offset >= offset);
        foreach (var i in new[] { index - 1, index })
        {
            var (token, before) = (_tokens[i], _tokens[i - 1]);
            var isName = token.Kind == SqlTokenKind.Word && Keywords.OfParser.Contains(token.Value)
                && ((before.Kind == SqlTokenKind.Symbol && !before.IsSymbol(')')) || Keywords.BeforeNames.Any(before.Is));
            if (!isName || _edits.HasEditAt(token.Offset))
                continue;
            _edits.Replace(token, $"\"{token.Value}\"");
            _edits.Apply();
            return true;
        }
        return false;
    }

    /// <summary>The offset of a window's name after OVER; negative if it is not there.</summary>
    public int WindowName(string name)
    {
        var index = Enumerable.Range(1, _tokens.Count - 1).FirstOrDefault(
            i => _tokens[i].Value.Equals(name, StringComparison.OrdinalIgnoreCase)
                && (_tokens[i - 1].Is("OVER") || (_tokens[i - 1].IsSymbol('(') && _tokens[i - 2].Is("OVER"))), -1);
        return index < 0 ? -1 : _tokens[index].Offset;
    }

    /// <summary>
    /// Returns the error of a token that the parser refuses. If a clause begins too early, the word before it is a name.
    /// </summary>
    public AthenaException Unexpected(int offset)
    {
        var (token, index) = (TokenAt(offset), _tokens.Find(token => token.Offset == offset));
        var before = _tokens[index - 1];
        var followsKeyword = Keywords.BeforeNames.Any(before.Is);
        var name = !Keywords.Reserved.Contains(token) || index <= 0 ? token
            : before.Kind == SqlTokenKind.Word && Keywords.BeforeNames.Any(_tokens[index - 2].Is) && !followsKeyword ? before.Value
            : followsKeyword || before.Kind == SqlTokenKind.Symbol ? token : "";
        return Error(AthenaError.Syntax, offset, $"mismatched input '{token}'", name.Length == 0 || !char.IsLetter(name[0]) ? null
            : Keywords.Reserved.Contains(name) || Keywords.OfParser.Contains(name)
            ? $"If {name} is a name, write it in double quotes: \"{name}\"."
            : $"A comma, an operator or a keyword before {name} is missing or misspelled.");
    }
}
