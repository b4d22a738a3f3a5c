using System.Globalization;

namespace Web.Dashboards;

/// <summary>Translates expressions of <c>stats</c> and <c>fields</c> to SQL: fields, numbers and aggregates with + - * /.</summary>
/// <param name="tokens">The query.</param>
/// <param name="fields">The fields of the query.</param>
/// <param name="aggregates">Whether aggregates such as <c>sum(...)</c> are allowed.</param>
sealed class InsightsExpression(InsightsTokens tokens, InsightsFields fields, bool aggregates)
{
    /// <returns>The SQL, and the name of the column in Logs Insights.</returns>
    /// <exception cref="WidgetException">A part of it cannot be translated.</exception>
    public (string Sql, string Name) Read()
    {
        var first = tokens.Place;
        var sql = Sum();
        return (sql, tokens.TextFrom(first));
    }

    string Sum()
    {
        var left = Product();
        while (tokens.Current is "+" or "-")
            left = $"({left} {tokens.Take()} {Product()})";
        return left;
    }

    // Logs Insights has one type of number, so a quotient of whole numbers is not rounded.
    string Product()
    {
        var left = Atom();
        while (tokens.Current is "*" or "/")
            left = tokens.Take() == "*" ? $"({left} * {Atom()})" : $"(CAST({left} AS double) / {Atom()})";
        return left;
    }

    string Atom()
    {
        if (tokens.TryTake("("))
        {
            var inner = Sum();
            tokens.Expect(")");
            return $"({inner})";
        }

        var token = tokens.Take();
        if (decimal.TryParse(token, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            return token;
        if (tokens.Is("("))
        {
            return aggregates
                ? Aggregate(token)
                : throw new WidgetException($"The Logs Insights function {token} is not supported here.");
        }

        return fields.Column(token);
    }

    string Aggregate(string function)
    {
        tokens.Expect("(");
        var argument = tokens.Is(")") || tokens.TryTake("*") ? "*" : new InsightsExpression(tokens, fields, aggregates: false).Read().Sql;
        var number = InsightsFields.AsNumber(argument);
        var percent = function.Equals("pct", StringComparison.OrdinalIgnoreCase) && tokens.TryTake(",") ? tokens.Take() : null;
        tokens.Expect(")");
        return function.ToLowerInvariant() switch
        {
            "count" => $"count({argument})",
            "count_distinct" => $"count(DISTINCT {argument})",
            "sum" or "avg" or "min" or "max" or "stddev" when argument != "*" => $"{function.ToLowerInvariant()}({number})",
            "median" when argument != "*" => $"approx_percentile({number}, 0.5)",
            "pct" when double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
                && share is >= 0 and <= 100 =>
                $"approx_percentile({number}, {share / 100})",
            _ => throw new WidgetException(
                $"The Logs Insights function {function} is not supported here. Use count, count_distinct, sum, avg, min, max, stddev, "
                + $"median or pct."),
        };
    }
}
