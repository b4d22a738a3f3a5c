using System.Globalization;
using System.Text;

namespace Emulator.Athena.Dialect;

/// <summary>
/// A query's text as DuckDB's parser can read it. What the parser would take and Athena would not, and its tree does not show, is refused
/// here, by tokens; what Athena writes otherwise is rewritten, and positions lead back to the statement.
/// </summary>
sealed class StatementText
{
    const string Types = "The types are written as in CAST(x AS bigint).";

    static readonly string[] Queries = ["SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN"];

    static readonly string[] Elsewhere =
    [
        "CREATE", "INSERT", "UPDATE", "DELETE", "MERGE", "DROP", "UNLOAD", "PREPARE", "EXECUTE", "DEALLOCATE", "OPTIMIZE", "VACUUM",
        "ALTER", "MSCK",
        "SHOW", "DESCRIBE", "DESC",
    ];

    static readonly string[] IntervalUnits = ["YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"];

    // Types of DuckDB that Trino lacks, and that the parser would read as other types.
    static readonly string[] OtherTypes =
    [
        "TEXT", "STRING", "BLOB", "BYTEA", "FLOAT", "FLOAT4", "FLOAT8", "INT1", "INT2", "INT4", "INT8", "INT16", "INT32", "INT64", "INT128",
        "LONG", "SHORT",
        "SIGNED", "BOOL", "LOGICAL", "DATETIME", "BPCHAR", "NVARCHAR", "TIMESTAMPTZ", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS",
        "TIMETZ", "HUGEINT",
        "UHUGEINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT", "BIT", "BITSTRING", "STRUCT", "UNION", "ENUM", "LIST", "OID", "GUID",
        "NULL", "VARINT",
        "BIGNUM", "VARIANT", "INTERVAL",
    ];

    // "Escape reserved keywords in queries" of Athena's User Guide, SELECT statements.
    static readonly HashSet<string> Reserved = new(
        [
            "ALTER", "AND", "AS", "BETWEEN", "BY", "CASE", "CAST", "CONSTRAINT", "CREATE", "CROSS", "CUBE", "CURRENT_CATALOG",
            "CURRENT_DATE", "CURRENT_PATH", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "DEALLOCATE", "DELETE",
            "DESCRIBE", "DISTINCT", "DROP", "ELSE", "END", "ESCAPE", "EXCEPT", "EXECUTE", "EXISTS", "EXTRACT", "FALSE", "FIRST", "FOR",
            "FROM", "FULL", "GROUP", "GROUPING", "HAVING", "IN", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "JOIN", "JSON_ARRAY",
            "JSON_EXISTS", "JSON_OBJECT", "JSON_QUERY", "JSON_TABLE", "JSON_VALUE", "LAST", "LEFT", "LIKE", "LISTAGG", "LOCALTIME",
            "LOCALTIMESTAMP", "NATURAL", "NORMALIZE", "NOT", "NULL", "OF", "ON", "OR", "ORDER", "OUTER", "PREPARE", "RECURSIVE", "RIGHT",
            "ROLLUP", "SELECT", "SKIP", "TABLE", "THEN", "TRIM", "TRUE", "UESCAPE", "UNION", "UNNEST", "USING", "VALUES", "WHEN", "WHERE",
            "WITH",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Reserved words that the parser takes for names, too, and that Trino's grammar has only before a parenthesis or not at all.
    static readonly HashSet<string> TakenForNames = new(
        [
            "ALTER", "CREATE", "CUBE", "DEALLOCATE", "DELETE", "DESCRIBE", "DROP", "EXECUTE", "EXISTS", "EXTRACT", "FIRST", "GROUPING",
            "INSERT", "JSON_ARRAY", "JSON_EXISTS", "JSON_OBJECT", "JSON_QUERY", "JSON_TABLE", "JSON_VALUE", "LAST", "LISTAGG", "NORMALIZE",
            "OF", "PREPARE", "RECURSIVE", "ROLLUP", "SKIP", "TRIM", "UESCAPE", "UNNEST",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Words after which a name can begin.
    static readonly string[] BeforeNames =
    [
        "SELECT", "DISTINCT", "ALL", "WHERE", "HAVING", "ON", "AND", "OR", "NOT", "BY", "FROM", "JOIN", "WHEN", "THEN", "ELSE", "CASE",
        "IN", "BETWEEN", "LIKE", "IS", "AS",
    ];

    // Names in Athena that the parser takes in double quotes only.
    static readonly HashSet<string> KeywordsOfParser = new(
        [
            "ALL", "ANALYZE", "ANY", "ARRAY", "ASC", "ASYMMETRIC", "BOTH", "CHECK", "COLLATE", "COLUMN", "DEFAULT", "DEFERRABLE", "DESC",
            "DO", "FETCH", "FOREIGN", "INITIALLY", "LATERAL", "LEADING", "LIMIT", "OFFSET", "ONLY", "PIVOT", "PLACING", "PRIMARY",
            "QUALIFY", "REFERENCES", "RETURNING", "SHOW", "SOME", "SUMMARIZE", "SYMMETRIC", "TO", "TRAILING", "UNIQUE", "UNPIVOT",
            "VARIADIC", "WINDOW",
        ],
        StringComparer.OrdinalIgnoreCase);

    static readonly string[] TruthValues = ["TRUE", "FALSE", "UNKNOWN"];

    static readonly string[] ExplainTypes = ["LOGICAL", "DISTRIBUTED", "VALIDATE"];

    static readonly string[] AfterTrailingComma = ["FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION"];

    static readonly string[] AfterValues = ["UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH"];

    readonly string _sql;
    readonly List<SqlToken> _tokens = [];
    readonly List<(int Offset, int Length, string Text)> _edits = [];
    readonly Stack<bool> _parentheses = [];
    int[]? _charOffsets;
    int _endOfType;

    StatementText(string sql)
    {
        _sql = sql;
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

    public static IEnumerable<string> ReservedWords => Reserved;

    /// <summary>The text for DuckDB's parser.</summary>
    public string Text { get; private set; } = "";

    /// <summary>EXPLAIN and its options, or nothing.</summary>
    public string Explain { get; private set; } = "";

    /// <summary>Whether the statement is <c>EXPLAIN (TYPE VALIDATE)</c>.</summary>
    public bool IsValidation { get; private set; }

    /// <exception cref="AthenaException">Athena refuses the statement, or local mode does not support it.</exception>
    public static StatementText Read(string sql)
    {
        var text = new StatementText(sql);
        text.CheckKind();
        for (var i = 0; i < text._tokens.Count; i++)
        {
            text.Check(i);
            text.Rewrite(i, text.IsType(i));
        }

        text.Apply();
        return text;
    }

    /// <summary>The offset in the statement of an offset in <see cref="Text"/>, which counts UTF-8 bytes; negative for none.</summary>
    public int OriginalOffset(ulong byteOffset) => byteOffset > int.MaxValue ? -1 : Original(CharOffset((int)byteOffset));

    public int OriginalOfRune(int runes) => Original(Text.EnumerateRunes().Take(runes).Sum(rune => rune.Utf16SequenceLength));

    public AthenaException Error(string error, int offset, string message, string? hint = null) =>
        ErrorAt(_sql, error, offset, message, hint);

    /// <summary>Returns the digits or the word of the statement at an offset.</summary>
    public string TokenAt(int offset)
    {
        if (offset < _sql.Length && _sql[offset] is '\'' or '"' && _sql.IndexOf(_sql[offset], offset + 1) is > 0 and var close)
            return _sql[offset..(close + 1)];
        var end = offset;
        while (end < _sql.Length && (char.IsLetterOrDigit(_sql[end]) || _sql[end] is '_' or '.'))
            end++;
        return end > offset ? _sql[offset..end] : offset < _sql.Length ? _sql[offset..(offset + 1)] : "<EOF>";
    }

    /// <summary>Returns whether an opening parenthesis is before an offset, as in <c>date('2026-11-20')</c>.</summary>
    public bool IsArgument(int offset) => offset > 0 && _sql.AsSpan(0, offset).TrimEnd().EndsWith('(');

    /// <summary>The offset of a character at or before another offset.</summary>
    public int LastBefore(char character, int offset) => offset < 0 ? offset : _sql.LastIndexOf(character, offset);

    public static AthenaException ErrorAt(string sql, string error, int offset, string message, string? hint = null)
    {
        var end = hint is null ? "" : $". {hint}";
        if (offset < 0)
            return new AthenaException($"{error}: {message}{end}");
        var before = sql.AsSpan(0, Math.Min(offset, sql.Length));
        return new AthenaException($"{error}: line {before.Count('\n') + 1}:{before.Length - before.LastIndexOf('\n')}: {message}{end}");
    }

    /// <summary>Returns whether a reserved word without quotes is at an offset.</summary>
    public bool IsReserved(int offset, string name) =>
        offset >= 0 && Reserved.Contains(name) && TokenAt(offset).Equals(name, StringComparison.OrdinalIgnoreCase);

    public AthenaException ReservedWord(int offset) => ReservedWord(new SqlToken(SqlTokenKind.Word, TokenAt(offset), offset));

    /// <summary>Quotes a name that is a keyword to the parser alone, at the place of the parser's error or before it.</summary>
    /// <returns>False if no such name is there.</returns>
    public bool TryQuote(int offset)
    {
        var index = _tokens.FindIndex(token => token.Offset >= offset);
        foreach (var i in new[] { index - 1, index })
        {
            var (token, before) = (At(i), At(i - 1));
            var isName = token.Kind == SqlTokenKind.Word && KeywordsOfParser.Contains(token.Value)
                && ((before.Kind == SqlTokenKind.Symbol && !before.IsSymbol(')')) || BeforeNames.Any(before.Is));
            if (!isName || _edits.Any(edit => edit.Offset == token.Offset))
                continue;
            Edit(token, $"\"{token.Value}\"");
            Apply();
            return true;
        }

        return false;
    }

    /// <summary>The offset of a window's name after OVER; negative if it is not there.</summary>
    public int WindowName(string name)
    {
        var index = Enumerable.Range(1, _tokens.Count - 1).FirstOrDefault(i => At(i).Value.Equals(name, StringComparison.OrdinalIgnoreCase)
            && (At(i - 1).Is("OVER") || (At(i - 1).IsSymbol('(') && At(i - 2).Is("OVER"))), -1);
        return index < 0 ? -1 : At(index).Offset;
    }

    AthenaException ReservedWord(SqlToken token) =>
        Mismatched(token, $"{token.Value} is a reserved word. Write it in double quotes: \"{token.Value}\".");

    /// <summary>
    /// Returns the error of a token that the parser refuses. A clause that begins early means that the word before it is a name.
    /// </summary>
    public AthenaException Unexpected(int offset)
    {
        var (token, index) = (TokenAt(offset), _tokens.FindIndex(token => token.Offset == offset));
        var before = index > 0 ? _tokens[index - 1] : default;
        var name = !Reserved.Contains(token) || index <= 0 ? token
            : before.Kind == SqlTokenKind.Word && BeforeNames.Any(At(index - 2).Is) && !BeforeNames.Any(before.Is) ? before.Value
            : BeforeNames.Any(before.Is) || before.Kind == SqlTokenKind.Symbol ? token : "";
        return Error(AthenaError.Syntax, offset, $"mismatched input '{token}'", name.Length == 0 || !char.IsLetter(name[0]) ? null
            : Reserved.Contains(name) || KeywordsOfParser.Contains(name)
            ? $"If {name} is a name, write it in double quotes: \"{name}\"."
            : $"A comma, an operator or a keyword before {name} is missing or misspelled.");
    }

    AthenaException Mismatched(SqlToken token, string? hint = null) => Error(
        AthenaError.Syntax, token.Offset, token.Kind == SqlTokenKind.End ? "mismatched input '<EOF>'" : $"mismatched input '{token.Value}'",
        hint);

    void CheckKind()
    {
        var first = _tokens.SkipWhile(token => token.IsSymbol('(')).First();
        if (Queries.Any(first.Is))
        {
            if (first.Is("EXPLAIN"))
                TakeExplain();
            return;
        }

        if (first.Kind == SqlTokenKind.End || first.IsSymbol(';'))
            throw Error(AthenaError.Syntax, -1, "The statement is empty");
        if (Elsewhere.Any(first.Is))
        {
            throw Error(
                AthenaError.NotHere,
                first.Offset,
                $"{first.Value.ToUpperInvariant()} of this kind does not run on this machine",
                "Use SELECT, WITH, VALUES, EXPLAIN, SHOW, DESCRIBE, or ALTER TABLE with ADD or DROP PARTITION.");
        }

        throw Mismatched(first, "A query begins with SELECT, WITH or VALUES.");
    }

    /// <summary>Removes EXPLAIN: DuckDB's tree contains only queries.</summary>
    void TakeExplain()
    {
        var next = 1;
        var analyze = _tokens[next].Is("ANALYZE");
        if (analyze)
            next++;
        if (_tokens[next].Is("VERBOSE"))
            next++;
        if (_tokens[next].IsSymbol('(') && _tokens[next + 1].Kind == SqlTokenKind.Word && !Queries.Any(_tokens[next + 1].Is))
        {
            do
            {
                CheckExplainOption(At(next + 1), At(next + 2), analyze);
                next += 3;
            }
            while (At(next).IsSymbol(','));
            if (!At(next).IsSymbol(')'))
                throw Mismatched(At(next));
            next++;
        }

        if (!_tokens[next].IsSymbol('(') && !Queries.Any(_tokens[next].Is))
            throw Mismatched(_tokens[next], "EXPLAIN runs for queries on this machine.");
        Explain = analyze ? "EXPLAIN ANALYZE " : "EXPLAIN ";
        _edits.Add((0, _tokens[next].Offset, new string(' ', _tokens[next].Offset)));
        _tokens.RemoveRange(0, next);
    }

    void CheckExplainOption(SqlToken option, SqlToken value, bool analyze)
    {
        if (option.Is("TYPE") && !analyze)
        {
            IsValidation |= value.Is("VALIDATE");
            if (value.Is("IO"))
                throw Error(AthenaError.NotHere, value.Offset, "EXPLAIN (TYPE IO) does not run on this machine");
            if (!ExplainTypes.Any(value.Is))
                throw Mismatched(value, "The types are LOGICAL, DISTRIBUTED, VALIDATE and IO.");
        }
        else if (option.Is("FORMAT"))
        {
            if (value.Is("JSON") || value.Is("GRAPHVIZ"))
                throw Error(AthenaError.NotHere, value.Offset,
                    $"EXPLAIN (FORMAT {value.Value.ToUpperInvariant()}) does not run on this machine", "Use FORMAT TEXT.");
            if (!value.Is("TEXT"))
                throw Mismatched(value, "The formats are TEXT, GRAPHVIZ and JSON.");
        }
        else
        {
            throw Mismatched(option, "The options are TYPE and FORMAT.");
        }
    }

    /// <summary>Returns whether the token begins the type of a CAST.</summary>
    bool IsType(int i)
    {
        if (At(i).IsSymbol('('))
            _parentheses.Push(At(i - 1).Is("CAST") || At(i - 1).Is("TRY_CAST"));
        else if (At(i).IsSymbol(')'))
            _parentheses.TryPop(out _);
        if (!_parentheses.TryPeek(out var isCast) || !isCast || i == 0 || !At(i - 1).Is("AS"))
            return false;
        _endOfType = i;
        for (var depth = 1; depth > 0 && _endOfType < _tokens.Count; _endOfType++)
            depth += At(_endOfType).IsSymbol('(') ? 1 : At(_endOfType).IsSymbol(')') ? -1 : 0;
        return true;
    }

    SqlToken At(int index) => index >= 0 && index < _tokens.Count ? _tokens[index] : _tokens[^1];

    void Check(int i)
    {
        var (token, next, before) = (At(i), At(i + 1), i > 0 ? At(i - 1) : default);
        if (token.Kind == SqlTokenKind.QuotedName && _sql[token.Offset] == '`')
            throw Error(AthenaError.Syntax, token.Offset, "backquoted identifiers are not supported",
                $"Use double quotes: \"{token.Value}\".");
        if (token.IsSymbol(':') && next.IsSymbol(':'))
            throw Error(AthenaError.Syntax, token.Offset, "mismatched input '::'", Types);
        if (token.IsSymbol(':'))
            throw Mismatched(token);
        if (token.IsSymbol('=') && next.IsSymbol('=') && next.Offset == token.Offset + 1)
            throw Error(AthenaError.Syntax, token.Offset, "mismatched input '=='", "Use =.");
        if (token.IsSymbol('$') || token.IsSymbol('#') || token.IsSymbol('{') || token.IsSymbol('@'))
            throw Mismatched(token);
        if (token.IsSymbol(',') && (next.Kind == SqlTokenKind.End || next.IsSymbol(')') || AfterTrailingComma.Any(next.Is))
            && (!next.Is("LIMIT") || At(i + 2).Kind == SqlTokenKind.Number))
            throw Mismatched(next);
        if (token.Is("FROM") && (i == 0 || before.Is("UNION") || before.Is("EXCEPT") || before.Is("INTERSECT") || before.Is("ALL")
            || before.IsSymbol('(') && !At(i - 2).Is("TRIM")))
            throw Mismatched(token, "A query begins with SELECT.");
        if (token.Is("LIMIT") && (next.Kind == SqlTokenKind.Number || next.Is("ALL")) && At(i + 2).Is("OFFSET"))
            throw Mismatched(At(i + 2), "Write OFFSET before LIMIT.");
        if ((token.Is("ISNULL") || token.Is("NOTNULL")) && before.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName
            && !next.IsSymbol('(') && !before.Is("AS"))
            throw Mismatched(token, "Use IS NULL or IS NOT NULL.");
        if (token.Is("MATCH_RECOGNIZE"))
            throw Error(AthenaError.NotHere, token.Offset, "Athena has MATCH_RECOGNIZE, this machine does not");
        if (token.Is("RECURSIVE") && before.Is("WITH"))
            throw Error(AthenaError.NotHere, token.Offset, "WITH RECURSIVE does not run on this machine");
        if (token.Kind == SqlTokenKind.Text && before.Kind == SqlTokenKind.Word && before.Offset + before.Value.Length == token.Offset
            && before.Is("E"))
            throw Mismatched(token);
        if (token.Is("WITH") && next.Is("TIES") && i > 0 && (before.Is("ROW") || before.Is("ROWS")))
            throw Error(AthenaError.NotHere, token.Offset, "FETCH FIRST ... WITH TIES does not run on this machine",
                "Filter a subquery that has rank() OVER (ORDER BY ...) as a column.");
        if (token.Is("FOR") && (next.Is("TIMESTAMP") || next.Is("VERSION")) && At(i + 2).Is("AS"))
            throw Error(AthenaError.NotHere, token.Offset, "Time travel does not run on this machine");
        if (i > 0 && token.Kind == SqlTokenKind.Word && (before.Is("AS") || before.IsSymbol('.')) && Reserved.Contains(token.Value))
            throw ReservedWord(token);
        if (token.Kind == SqlTokenKind.Word && TakenForNames.Contains(token.Value) && !next.IsSymbol('(')
            && !before.Is("NULLS") && !before.Is("FETCH") && !next.Is("SETS") && !before.IsSymbol(';'))
            throw ReservedWord(token);
        var ends = next.Kind == SqlTokenKind.End || next.IsSymbol(',') || next.IsSymbol(')') || AfterTrailingComma.Any(next.Is);
        if (ends && (token.Is("BETWEEN") || token.Is("ESCAPE") || token.Is("VALUES")))
            throw ReservedWord(token);
        if (i > 0 && before.Is("SELECT") && (token.Is("FROM") || token.Kind == SqlTokenKind.End))
            throw Mismatched(token, "A column or * follows SELECT.");
        if (i > 0 && before.Is("SELECT") && (token.Is("EXCEPT") || token.Is("INTERSECT") || AfterTrailingComma.Any(token.Is)))
            throw ReservedWord(token);
        if (token.Is("LIMIT") && next.Kind == SqlTokenKind.Number && At(i + 2).IsSymbol(','))
            throw Mismatched(At(i + 2), "Write OFFSET 10 LIMIT 20.");
        if (token.Is("NOT") && next.Is("NULL") && before.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && i > 0
            && !BeforeNames.Any(before.Is))
            throw Mismatched(token, "Use IS NOT NULL.");
        if ((token.Is("REGEXP") || token.Is("RLIKE")) && next.Kind == SqlTokenKind.Text)
            throw Mismatched(token, "Use regexp_like(x, 'pattern').");
        if (token.Is("TABLESAMPLE") && (next.Kind == SqlTokenKind.Number || next.IsSymbol('(')))
            throw Mismatched(next, "Use TABLESAMPLE BERNOULLI (percent).");
        if (token.Is("IS") && TruthValues.Any((next.Is("NOT") ? At(i + 2) : next).Is))
            throw Mismatched(next.Is("NOT") ? At(i + 2) : next, "Compare with =, or write the condition alone.");
        if (token.Is("IFNULL") && next.IsSymbol('('))
            throw Error(AthenaError.FunctionNotFound, token.Offset, $"Function '{token.Value.ToLowerInvariant()}' not registered",
                "Use coalesce(a, b).");
        if (token.Is("INTERVAL"))
            CheckInterval(i);
    }

    void CheckInterval(int i)
    {
        var value = At(i + 1).IsSymbol('-') || At(i + 1).IsSymbol('+') ? At(i + 2) : At(i + 1);
        var unit = At(i + 1).IsSymbol('-') || At(i + 1).IsSymbol('+') ? At(i + 3) : At(i + 2);
        if (value.Kind == SqlTokenKind.Number || value.IsSymbol('('))
            throw Mismatched(value, "Write an interval as INTERVAL '14' DAY.");
        if (value.Kind == SqlTokenKind.Text && !IntervalUnits.Any(unit.Is))
            throw Mismatched(unit, "The units are YEAR, MONTH, DAY, HOUR, MINUTE and SECOND, as in INTERVAL '14' DAY.");
    }

    void Rewrite(int i, bool isType)
    {
        var (token, next) = (At(i), At(i + 1));
        if (token.Kind == SqlTokenKind.Number)
            RewriteNumber(token);
        if (token.Kind != SqlTokenKind.Word)
            return;
        if (isType && OtherTypes.Any(token.Is))
            throw Error(AthenaError.TypeMismatch, token.Offset, $"Unknown type: {token.Value.ToLowerInvariant()}",
                "Use a type such as varchar, bigint, double, real, varbinary or timestamp.");
        if ((token.Is("ARRAY") || token.Is("MAP")) && next.IsSymbol('<'))
            RewriteAngles(i);
        else if (token.Is("ROW") && next.IsSymbol('(') && i < _endOfType)
            RewriteRowType(i);
        else if (token.Is("VALUES"))
            RewriteValues(i);
        else if (token.Is("IF") && next.IsSymbol('('))
            Edit(token, "i_");
        else if (token.Is("ARRAY") && next.IsSymbol('('))
            RewriteArrayType(i);
        else if (token.Is("DECIMAL") && (isType ? !next.IsSymbol('(') : next.Kind == SqlTokenKind.Text))
            Edit(token, "decima_");
        else if (token.Is("VARCHAR") && next.IsSymbol('('))
            Edit(token, "varcha_");
        else if (token.Is("CHAR") && (isType || next.IsSymbol('(')))
            Edit(token, "cha_");
        else if (token.Is("TIMESTAMP") && next.IsSymbol('(') && !At(i + 4).Is("WITH") && !At(i + 4).Is("WITHOUT"))
            Edit(token, "timestam_");
        else if (token.Is("X") && next.Kind == SqlTokenKind.Text && next.Offset == token.Offset + 1)
            Edit(token, "x_ ");
        else if (token.Is("U") && next.IsSymbol('&') && At(i + 2).Kind == SqlTokenKind.Text)
            throw Error(AthenaError.NotHere, token.Offset, "Athena has U&'...', this machine does not", "Write the characters themselves.");
        else if ((token.Is("IGNORE") || token.Is("RESPECT")) && next.Is("NULLS") && i > 0 && At(i - 1).IsSymbol(')'))
            RewriteNulls(i);
        else if (token.Is("WITHIN") && next.Is("GROUP") && At(i + 2).IsSymbol('(') && i > 0 && At(i - 1).IsSymbol(')'))
            RewriteWithinGroup(i);
    }

    void Edit(SqlToken token, string text) => _edits.Add((token.Offset, token.Value.Length, text));

    /// <summary>Writes hexadecimal, octal and binary numbers as decimals ("Data types" of Trino).</summary>
    void RewriteNumber(SqlToken token)
    {
        var digits = token.Value.Replace("_", "", StringComparison.Ordinal);
        var prefix = digits.Length > 2 && digits[0] == '0' ? char.ToLowerInvariant(digits[1]) : ' ';
        var bits = prefix switch { 'x' => 4, 'o' => 3, 'b' => 1, _ => 0 };
        if (bits == 0)
            return;
        var value = 0UL;
        foreach (var c in digits.AsSpan(2))
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 16;
            if (digit >> bits > 0)
                throw Mismatched(token);
            if (value >> (63 - bits) > 0)
                throw Error(AthenaError.InvalidLiteral, token.Offset, $"Invalid numeric literal: {token.Value}");
            value = (value << bits) | (uint)digit;
        }

        Edit(token, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary><c>ROW(bigint, varchar)</c> has names for its fields in DuckDB.</summary>
    void RewriteRowType(int i)
    {
        var (depth, field) = (0, 0);
        for (var j = i + 1; j < _tokens.Count && (depth > 0 || j == i + 1); j++)
        {
            var token = At(j);
            depth += token.IsSymbol('(') ? 1 : token.IsSymbol(')') ? -1 : 0;
            if (depth == 1 && (j == i + 1 || token.IsSymbol(',')))
            {
                var (type, after) = (At(j + 1), At(j + 2));
                if (type.Kind == SqlTokenKind.Word && (after.IsSymbol(',') || after.IsSymbol('(') || after.IsSymbol(')') || after.Is("WITH")
                    || after.Is("PRECISION")))
                    _edits.Add((type.Offset, 0, $"field{field} "));
                field++;
            }
        }
    }

    /// <summary><c>VALUES 1, 2</c> is <c>VALUES (1), (2)</c> to DuckDB.</summary>
    void RewriteValues(int i)
    {
        for (var first = i + 1; first < _tokens.Count;)
        {
            var (depth, closes, j) = (0, 0, first);
            for (; j < _tokens.Count; j++)
            {
                var token = At(j);
                if (depth == 0 && (token.Kind == SqlTokenKind.End || token.IsSymbol(',') || token.IsSymbol(')') || token.IsSymbol(';')
                    || AfterValues.Any(token.Is)))
                    break;
                depth += token.IsSymbol('(') || token.IsSymbol('[') ? 1 : token.IsSymbol(')') || token.IsSymbol(']') ? -1 : 0;
                if (depth == 0 && closes == 0)
                    closes = j;
            }

            if (j > first && !(At(first).IsSymbol('(') && closes == j - 1))
            {
                _edits.Add((At(first).Offset, 0, "("));
                _edits.Add((At(j).Offset, 0, ")"));
            }

            if (!At(j).IsSymbol(','))
                return;
            first = j + 1;
        }
    }

    /// <summary><c>array(bigint)</c> is <c>bigint[]</c> to DuckDB.</summary>
    void RewriteArrayType(int i)
    {
        var depth = 0;
        for (var j = i + 1; j < _tokens.Count; j++)
        {
            depth += At(j).IsSymbol('(') ? 1 : At(j).IsSymbol(')') ? -1 : 0;
            if (depth > 0)
                continue;
            Edit(At(i), new string(' ', At(i).Value.Length));
            Edit(At(i + 1), " ");
            Edit(At(j), "[]");
            return;
        }
    }

    /// <summary><c>array&lt;bigint&gt;</c> is an old way to write <c>array(bigint)</c>.</summary>
    void RewriteAngles(int i)
    {
        var depth = 0;
        for (var j = i + 1; j < _tokens.Count; j++)
        {
            depth += At(j).IsSymbol('<') ? 1 : At(j).IsSymbol('>') ? -1 : 0;
            if (depth > 0)
                continue;
            var isArray = At(i).Is("ARRAY");
            Edit(At(i), isArray ? "     " : "MAP");
            Edit(At(i + 1), isArray ? " " : "(");
            Edit(At(j), isArray ? "[]" : ")");
            return;
        }
    }

    /// <summary><c>lag(x) IGNORE NULLS</c> is <c>lag(x IGNORE NULLS)</c> to DuckDB.</summary>
    void RewriteNulls(int i)
    {
        Edit(At(i - 1), " ");
        if (At(i).Is("IGNORE"))
        {
            Edit(At(i + 1), "NULLS)");
            return;
        }

        Edit(At(i), new string(' ', At(i).Value.Length));
        Edit(At(i + 1), "    )");
    }

    /// <summary><c>listagg(x, ',') WITHIN GROUP (ORDER BY y)</c> is <c>listagg(x, ',' ORDER BY y)</c> to DuckDB.</summary>
    void RewriteWithinGroup(int i)
    {
        Edit(At(i - 1), " ");
        for (var j = i; j <= i + 2; j++)
            Edit(At(j), new string(' ', At(j).Value.Length));
    }

    void Apply()
    {
        _charOffsets = null;
        _edits.Sort((one, other) => (one.Offset, one.Length).CompareTo((other.Offset, other.Length)));
        var text = new StringBuilder();
        var done = 0;
        foreach (var (offset, length, replacement) in _edits)
        {
            text.Append(_sql, done, offset - done).Append(replacement);
            done = offset + length;
        }

        Text = text.Append(_sql, done, _sql.Length - done).ToString();
    }

    int Original(int offset)
    {
        var shift = 0;
        foreach (var (at, length, replacement) in _edits)
        {
            if (at + shift + replacement.Length > offset)
                break;
            shift += replacement.Length - length;
        }

        return Math.Max(0, offset - shift);
    }

    int CharOffset(int bytes)
    {
        if (_charOffsets is null)
        {
            var offsets = new List<int>();
            var chars = 0;
            foreach (var rune in Text.EnumerateRunes())
            {
                for (var i = 0; i < rune.Utf8SequenceLength; i++)
                    offsets.Add(chars);
                chars += rune.Utf16SequenceLength;
            }

            offsets.Add(chars);
            _charOffsets = [.. offsets];
        }

        return _charOffsets[Math.Min(bytes, _charOffsets.Length - 1)];
    }
}
