using System.Globalization;

namespace Emulator.Athena.Dialect;

/// <summary>Rewrites what Athena writes in another way than DuckDB's parser.</summary>
/// <param name="tokens">The statement.</param>
/// <param name="edits">Receives the changes.</param>
sealed class StatementRewriter(StatementTokens tokens, StatementEdits edits)
{
    // Types that Trino does not have. DuckDB's parser would accept them.
    static readonly string[] OtherTypes =
    [
        "TEXT", "STRING", "BLOB", "BYTEA", "FLOAT", "FLOAT4", "FLOAT8", "INT1", "INT2", "INT4", "INT8", "INT16", "INT32", "INT64",
        "INT128", "LONG", "SHORT", "SIGNED", "BOOL", "LOGICAL", "DATETIME", "BPCHAR", "NVARCHAR", "TIMESTAMPTZ", "TIMESTAMP_S",
        "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMETZ", "HUGEINT", "UHUGEINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT", "BIT",
        "BITSTRING", "STRUCT", "UNION", "ENUM", "LIST", "OID", "GUID", "NULL", "VARINT", "BIGNUM", "VARIANT", "INTERVAL",
    ];

    static readonly string[] AfterValues = ["UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH"];

    readonly Stack<bool> _parentheses = [];
    int _endOfType;

    /// <summary>Rewrites the syntax that starts at a token. Tokens must come in their order.</summary>
    public void Rewrite(int i)
    {
        var isType = IsType(i);
        var (token, next) = (tokens[i], tokens[i + 1]);
        if (token.Kind == SqlTokenKind.Number)
            RewriteNumber(token);
        if (token.Kind != SqlTokenKind.Word)
            return;
        if (isType && OtherTypes.Any(token.Is))
            throw tokens.Error(AthenaError.TypeMismatch, token.Offset, $"Unknown type: {token.Value.ToLowerInvariant()}",
                "Use a type such as varchar, bigint, double, real, varbinary or timestamp.");
        if ((token.Is("ARRAY") || token.Is("MAP")) && next.IsSymbol('<'))
            RewriteAngles(i);
        else if (token.Is("ROW") && next.IsSymbol('(') && i < _endOfType)
            RewriteRowType(i);
        else if (token.Is("VALUES"))
            RewriteValues(i);
        else if (token.Is("IF") && next.IsSymbol('('))
            edits.Replace(token, "i_");
        else if (token.Is("ARRAY") && next.IsSymbol('('))
            RewriteArrayType(i);
        else if (token.Is("DECIMAL") && (isType ? !next.IsSymbol('(') : next.Kind == SqlTokenKind.Text))
            edits.Replace(token, "decima_");
        else if (token.Is("VARCHAR") && next.IsSymbol('('))
            edits.Replace(token, "varcha_");
        else if (token.Is("CHAR") && (isType || next.IsSymbol('(')))
            edits.Replace(token, "cha_");
        else if (token.Is("TIMESTAMP") && next.IsSymbol('(') && !tokens[i + 4].Is("WITH") && !tokens[i + 4].Is("WITHOUT"))
            edits.Replace(token, "timestam_");
        else if (token.Is("X") && next.Kind == SqlTokenKind.Text && next.Offset == token.Offset + 1)
            edits.Replace(token, "x_ ");
        else if ((token.Is("IGNORE") || token.Is("RESPECT")) && next.Is("NULLS") && tokens[i - 1].IsSymbol(')'))
            RewriteNulls(i);
        else if (token.Is("WITHIN") && next.Is("GROUP") && tokens[i + 2].IsSymbol('(') && tokens[i - 1].IsSymbol(')'))
            RewriteWithinGroup(i);
    }

    /// <summary>Returns whether the token begins the type of a CAST.</summary>
    bool IsType(int i)
    {
        if (tokens[i].IsSymbol('('))
            _parentheses.Push(tokens[i - 1].Is("CAST") || tokens[i - 1].Is("TRY_CAST"));
        else if (tokens[i].IsSymbol(')'))
            _parentheses.TryPop(out _);
        if (!_parentheses.TryPeek(out var isCast) || !isCast || !tokens[i - 1].Is("AS"))
            return false;
        _endOfType = i;
        for (var depth = 1; depth > 0 && _endOfType < tokens.Count; _endOfType++)
            depth += tokens[_endOfType].IsSymbol('(') ? 1 : tokens[_endOfType].IsSymbol(')') ? -1 : 0;
        return true;
    }

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
                throw tokens.Mismatched(token);
            if (value >> (63 - bits) > 0)
                throw tokens.Error(AthenaError.InvalidLiteral, token.Offset, $"Invalid numeric literal: {token.Value}");
            value = (value << bits) | (uint)digit;
        }
        edits.Replace(token, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary><c>ROW(bigint, varchar)</c> has names for its fields in DuckDB.</summary>
    void RewriteRowType(int i)
    {
        var (depth, field) = (0, 0);
        for (var j = i + 1; j < tokens.Count && (depth > 0 || j == i + 1); j++)
        {
            var token = tokens[j];
            depth += token.IsSymbol('(') ? 1 : token.IsSymbol(')') ? -1 : 0;
            if (depth == 1 && (j == i + 1 || token.IsSymbol(',')))
            {
                var (type, after) = (tokens[j + 1], tokens[j + 2]);
                if (type.Kind == SqlTokenKind.Word && (after.IsSymbol(',') || after.IsSymbol('(') || after.IsSymbol(')') || after.Is("WITH")
                    || after.Is("PRECISION")))
                    edits.Insert(type, $"field{field} ");
                field++;
            }
        }
    }

    /// <summary><c>VALUES 1, 2</c> is <c>VALUES (1), (2)</c> to DuckDB.</summary>
    void RewriteValues(int i)
    {
        for (var first = i + 1; first < tokens.Count;)
        {
            var (depth, closes, j) = (0, 0, first);
            for (; j < tokens.Count; j++)
            {
                var token = tokens[j];
                if (depth == 0 && (token.Kind == SqlTokenKind.End || token.IsSymbol(',') || token.IsSymbol(')') || token.IsSymbol(';')
                    || AfterValues.Any(token.Is)))
                    break;
                depth += token.IsSymbol('(') || token.IsSymbol('[') ? 1 : token.IsSymbol(')') || token.IsSymbol(']') ? -1 : 0;
                if (depth == 0 && closes == 0)
                    closes = j;
            }
            if (j > first && !(tokens[first].IsSymbol('(') && closes == j - 1))
            {
                edits.Insert(tokens[first], "(");
                edits.Insert(tokens[j], ")");
            }
            if (!tokens[j].IsSymbol(','))
                return;
            first = j + 1;
        }
    }

    /// <summary><c>array(bigint)</c> is <c>bigint[]</c> to DuckDB.</summary>
    void RewriteArrayType(int i)
    {
        var depth = 0;
        for (var j = i + 1; j < tokens.Count; j++)
        {
            depth += tokens[j].IsSymbol('(') ? 1 : tokens[j].IsSymbol(')') ? -1 : 0;
            if (depth > 0)
                continue;
            Blank(i);
            edits.Replace(tokens[i + 1], " ");
            edits.Replace(tokens[j], "[]");
            return;
        }
    }

    /// <summary><c>array&lt;bigint&gt;</c> is an old way to write <c>array(bigint)</c>.</summary>
    void RewriteAngles(int i)
    {
        var depth = 0;
        for (var j = i + 1; j < tokens.Count; j++)
        {
            depth += tokens[j].IsSymbol('<') ? 1 : tokens[j].IsSymbol('>') ? -1 : 0;
            if (depth > 0)
                continue;
            var isArray = tokens[i].Is("ARRAY");
            edits.Replace(tokens[i], isArray ? "     " : "MAP");
            edits.Replace(tokens[i + 1], isArray ? " " : "(");
            edits.Replace(tokens[j], isArray ? "[]" : ")");
            return;
        }
    }

    /// <summary><c>lag(x) IGNORE NULLS</c> is <c>lag(x IGNORE NULLS)</c> to DuckDB.</summary>
    void RewriteNulls(int i)
    {
        edits.Replace(tokens[i - 1], " ");
        if (tokens[i].Is("IGNORE"))
        {
            edits.Replace(tokens[i + 1], "NULLS)");
            return;
        }
        Blank(i);
        edits.Replace(tokens[i + 1], "    )");
    }

    /// <summary><c>listagg(x, ',') WITHIN GROUP (ORDER BY y)</c> is <c>listagg(x, ',' ORDER BY y)</c> to DuckDB.</summary>
    void RewriteWithinGroup(int i)
    {
        edits.Replace(tokens[i - 1], " ");
        for (var j = i; j <= i + 2; j++)
            Blank(j);
    }

    void Blank(int i) => edits.Blank(tokens[i].Offset, tokens[i].Value.Length);
}
