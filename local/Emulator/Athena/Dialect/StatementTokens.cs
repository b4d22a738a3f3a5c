namespace Emulator.Athena.Dialect;

/// <summary>The tokens of a statement, and errors with their places.</summary>
sealed class StatementTokens
{
    readonly List<SqlToken> _tokens = [];

    /// <exception cref="AthenaException">A quote or a comment is not closed.</exception>
    public StatementTokens(string sql)
    {
        Sql = sql;
        try
        {
            var reader = new SqlTokens(sql);
            while (reader.Current.Kind != SqlTokenKind.End)
                _tokens.Add(reader.Take());
            _tokens.Add(reader.Current);
        }
        catch (AthenaException unclosed)
        {
            throw new AthenaException($"{AthenaError.Syntax}: {unclosed.Message}", unclosed);
        }
    }

    public string Sql { get; }

    public int Count => _tokens.Count;

    /// <summary>Returns a token, or the end of the statement if the index is before the first token or after the last.</summary>
    public SqlToken this[int index] => index >= 0 && index < _tokens.Count ? _tokens[index] : _tokens[^1];

    /// <summary>Returns the index of the first token that matches; -1 if no token matches.</summary>
    public int Find(Predicate<SqlToken> match) => _tokens.FindIndex(match);

    public void RemoveFirst(int count) => _tokens.RemoveRange(0, count);

    /// <summary>Returns the digits or the word of the statement at an offset.</summary>
    public string TextAt(int offset)
    {
        if (offset < Sql.Length && Sql[offset] is '\'' or '"' && Sql.IndexOf(Sql[offset], offset + 1) is > 0 and var close)
            return Sql[offset..(close + 1)];
        var end = offset;
        while (end < Sql.Length && (char.IsLetterOrDigit(Sql[end]) || Sql[end] is '_' or '.'))
            end++;
        return end > offset ? Sql[offset..end] : offset < Sql.Length ? Sql[offset..(offset + 1)] : "<EOF>";
    }

    public AthenaException Error(string error, int offset, string message, string? hint = null)
    {
        var end = hint is null ? "" : $". {hint}";
        return new AthenaException(offset < 0 ? $"{error}: {message}{end}"
            : $"{error}: {SqlTokens.Place(Sql, Math.Min(offset, Sql.Length))}: {message}{end}");
    }

    public AthenaException Mismatched(SqlToken token, string? hint = null) => Error(
        AthenaError.Syntax, token.Offset, $"mismatched input '{(token.Kind == SqlTokenKind.End ? "<EOF>" : token.Value)}'", hint);

    public AthenaException ReservedWord(SqlToken token) =>
        Mismatched(token, $"{token.Value} is a reserved word. Write it in double quotes: \"{token.Value}\".");
}
