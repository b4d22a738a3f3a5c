namespace Emulator.Athena;

enum SqlTokenKind
{
    Word,
    QuotedName,
    Text,
    Number,
    Symbol,
    End,
}

/// <param name="Kind">The kind of the token.</param>
/// <param name="Value">A word or symbol, or the text inside the quotes.</param>
/// <param name="Offset">The offset in the statement.</param>
readonly record struct SqlToken(SqlTokenKind Kind, string Value, int Offset)
{
    public bool Is(string keyword) => Kind == SqlTokenKind.Word && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(char symbol) => Kind == SqlTokenKind.Symbol && Value[0] == symbol;

    public override string ToString() => Kind switch
    {
        SqlTokenKind.End => "the end of the statement",
        SqlTokenKind.Text => $"'{Value}'",
        _ => Value,
    };
}

/// <summary>Splits a statement into words, names, strings and symbols, one at a time, and skips white space and comments.</summary>
sealed class SqlTokens
{
    readonly string _sql;
    int _next;

    public SqlTokens(string sql)
    {
        _sql = sql;
        Current = Read();
    }

    public SqlToken Current { get; private set; }

    /// <summary>Returns the current token and moves to the next one.</summary>
    public SqlToken Take()
    {
        var taken = Current;
        Current = Read();
        return taken;
    }

    public bool TryTake(string keyword)
    {
        if (!Current.Is(keyword))
            return false;
        Take();
        return true;
    }

    public bool TryTake(char symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        Take();
        return true;
    }

    /// <summary>Creates an error with its position in the statement: line and column, both from 1.</summary>
    public AthenaException Error(int offset, string message) => new($"{Place(_sql, offset)}: {message}");

    /// <summary>Returns the line and column of an offset, both from 1.</summary>
    public static string Place(string sql, int offset)
    {
        var before = sql.AsSpan(0, offset);
        return $"line {before.Count('\n') + 1}:{offset - before.LastIndexOf('\n')}";
    }

    SqlToken Read()
    {
        SkipSpaceAndComments();
        if (_next == _sql.Length)
            return new SqlToken(SqlTokenKind.End, "", _next);

        var start = _next;
        var c = _sql[start];
        if (c == '\'')
            return new SqlToken(SqlTokenKind.Text, ReadQuoted(c), start);
        if (c is '"' or '`')
            return new SqlToken(SqlTokenKind.QuotedName, ReadQuoted(c), start);
        if (char.IsLetter(c) || c == '_')
            return new SqlToken(SqlTokenKind.Word, ReadWhile(part => char.IsLetterOrDigit(part) || part is '_' or '$'), start);
        if (char.IsAsciiDigit(c))
            return new SqlToken(SqlTokenKind.Number, ReadWhile(part => char.IsLetterOrDigit(part) || part is '_' or '.'), start);
        _next++;
        return new SqlToken(SqlTokenKind.Symbol, c.ToString(), start);
    }

    string ReadWhile(Func<char, bool> belongs)
    {
        var start = _next;
        while (_next < _sql.Length && belongs(_sql[_next]))
            _next++;
        return _sql[start.._next];
    }

    /// <summary>A quote within quotes is doubled.</summary>
    string ReadQuoted(char quote)
    {
        var start = _next++;
        while (true)
        {
            var end = _sql.IndexOf(quote, _next);
            if (end < 0)
                throw Error(start, $"the {(quote == '\'' ? "text" : "name")} that begins here has no closing {quote}");
            _next = end + 1;
            if (_next == _sql.Length || _sql[_next] != quote)
                break;
            _next++;
        }

        return _sql[(start + 1)..(_next - 1)].Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal);
    }

    void SkipSpaceAndComments()
    {
        while (_next < _sql.Length)
        {
            if (char.IsWhiteSpace(_sql[_next]))
                _next++;
            else if (Begins("--"))
                _next = EndOf("\n", _sql.Length);
            else if (Begins("/*"))
                _next = EndOf("*/", -1);
            else
                return;
        }
    }

    bool Begins(string text) => string.CompareOrdinal(_sql, _next, text, 0, text.Length) == 0;

    int EndOf(string closing, int otherwise)
    {
        var end = _sql.IndexOf(closing, _next + 2, StringComparison.Ordinal);
        if (end >= 0)
            return end + closing.Length;
        return otherwise >= 0 ? otherwise : throw Error(_next, "the comment that begins here has no end");
    }
}
