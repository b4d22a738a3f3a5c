using System.Globalization;
using Emulator.Athena;

namespace Web.Dashboards;

/// <summary>A condition of Logs Insights' <c>filter</c> as SQL.</summary>
sealed class InsightsCondition(InsightsTokens tokens, InsightsFields fields)
{
    /// <exception cref="WidgetException">A part of it cannot be translated.</exception>
    public string Read()
    {
        var left = And();
        while (tokens.TryTake("or"))
            left = $"({left} OR {And()})";
        return left;
    }

    string And()
    {
        var left = Not();
        while (tokens.TryTake("and"))
            left = $"({left} AND {Not()})";
        return left;
    }

    string Not()
    {
        if (tokens.TryTake("not"))
            return $"(NOT {Not()})";
        if (tokens.TryTake("("))
        {
            var inner = Read();
            tokens.Expect(")");
            return inner;
        }

        if (tokens.TryTake("ispresent"))
        {
            tokens.Expect("(");
            var present = fields.Column(tokens.Take());
            tokens.Expect(")");
            return $"({present} IS NOT NULL)";
        }

        foreach (var function in new[] { "isIpInSubnet", "isIpv4InSubnet" })
        {
            if (tokens.TryTake(function))
                return InSubnet();
        }

        return Comparison(fields.Column(tokens.Take()));
    }

    // Athena has no type for this: an address becomes a number.
    string InSubnet()
    {
        tokens.Expect("(");
        var column = fields.Column(tokens.Take());
        tokens.Expect(",");
        var subnet = tokens.Take().Trim('"', '\'');
        tokens.Expect(")");
        if (subnet.Count(c => c == '.') != 3 || !System.Net.IPNetwork.TryParse(subnet, out var network)
            || network.BaseAddress.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
            throw new WidgetException($"Invalid IPv4 subnet {subnet}. Use CIDR notation such as 10.0.0.0/8.");
        var first = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
        var last = first + (uint)((1L << (32 - network.PrefixLength)) - 1);
        var number = string.Join(" + ", Enumerable.Range(1, 4)
            .Select(part => $"TRY_CAST(split_part({column}, '.', {part}) AS bigint) * {1L << (8 * (4 - part))}"));
        return $"({number} BETWEEN {first} AND {last})";
    }

    string Comparison(string column)
    {
        var negated = tokens.TryTake("not");
        if (tokens.TryTake("in"))
            return $"({column} {(negated ? "NOT IN" : "IN")} ({string.Join(", ", List().Select(value => Value(column, value)))}))";
        if (tokens.TryTake("like") || tokens.TryTake("=~"))
            return $"({(negated ? "NOT " : "")}{Like(column, tokens.Take())})";
        var sign = tokens.Take();
        if (negated || sign is not ("=" or "!=" or "<" or "<=" or ">" or ">="))
            throw new WidgetException($"The Logs Insights comparison '{sign}' is not supported here.");
        var value = tokens.Take();
        // Ports are strings in the table. Comparisons with a number need a number.
        return IsNumber(value) && fields.IsText(column) && sign is not ("=" or "!=")
            ? $"(TRY_CAST({column} AS bigint) {sign} {value})"
            : $"({column} {(sign == "!=" ? "<>" : sign)} {Value(column, value)})";
    }

    IEnumerable<string> List()
    {
        tokens.Expect("[");
        do
            yield return tokens.Take();
        while (tokens.TryTake(","));
        tokens.Expect("]");
    }

    string Value(string column, string token) => token switch
    {
        ['\'', .. var text, '\''] => Typed(column, text),
        ['"', .. var text, '"'] => Typed(column, text),
        _ when IsNumber(token) => Typed(column, token),
        _ => fields.Column(token),
    };

    string Typed(string column, string value) => fields.IsText(column) || !IsNumber(value) ? Sql.Text(value) : value;

    static string Like(string column, string pattern) => pattern switch
    {
        ['/', .. var regex, '/'] => $"regexp_like({column}, {Sql.Text(regex)})",
        ['\'', .. var text, '\''] => $"strpos({column}, {Sql.Text(text)}) > 0",
        ['"', .. var text, '"'] => $"strpos({column}, {Sql.Text(text)}) > 0",
        _ => throw new WidgetException($"The Logs Insights pattern {pattern} is neither a text nor /an expression/."),
    };

    static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
