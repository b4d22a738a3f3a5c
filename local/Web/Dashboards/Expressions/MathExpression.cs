using System.Globalization;

namespace Web.Dashboards.Expressions;

/// <summary>
/// Reads an expression of metric math and computes it as it goes: operators and functions over the metrics of a graph ("Using math expressions
/// with CloudWatch metrics", Amazon CloudWatch User Guide). What it has that is not known here is refused with a sentence, for a wrong line is
/// worse than none.
/// </summary>
sealed class MathExpression(string text, MathScope scope)
{
    readonly MathTokens _tokens = new(text);

    /// <exception cref="WidgetException">It cannot be computed here.</exception>
    public MathValue Compute()
    {
        var value = Or();
        return _tokens.Current is { } left ? throw new WidgetException($"The expression {text} has a {left} where it should end.") : value;
    }

    MathValue Or()
    {
        var left = And();
        while (_tokens.TryTake("OR", "||"))
            left = Operators.Apply("OR", left, And());
        return left;
    }

    MathValue And()
    {
        var left = Comparison();
        while (_tokens.TryTake("AND", "&&"))
            left = Operators.Apply("AND", left, Comparison());
        return left;
    }

    MathValue Comparison()
    {
        var left = Sum();
        while (_tokens.Current is "==" or "!=" or "<" or "<=" or ">" or ">=")
            left = Operators.Apply(_tokens.Take(), left, Sum());
        return left;
    }

    MathValue Sum()
    {
        var left = Product();
        while (_tokens.Current is "+" or "-")
            left = Operators.Apply(_tokens.Take(), left, Product());
        return left;
    }

    MathValue Product()
    {
        var left = Sign();
        while (_tokens.Current is "*" or "/")
            left = Operators.Apply(_tokens.Take(), left, Sign());
        return left;
    }

    MathValue Sign() => _tokens.TryTake("-") ? Operators.Apply("*", new MathNumber(-1), Sign()) : Power();

    MathValue Power()
    {
        var left = Atom();
        return _tokens.TryTake("^") ? Operators.Apply("^", left, Sign()) : left;
    }

    MathValue Atom()
    {
        if (_tokens.TryTake("("))
        {
            var inner = Or();
            _tokens.Expect(")");
            return inner;
        }

        if (_tokens.TryTake("["))
            return new MathArray([.. Items("]").SelectMany(SeriesOf)]);
        var token = _tokens.Take();
        if (char.IsAsciiDigit(token[0]) || token[0] == '.')
            return new MathNumber(double.Parse(token, CultureInfo.InvariantCulture));
        if (token[0] is '\'' or '"')
            return new MathText(token[1..^1]);
        if (!char.IsAsciiLetter(token[0]) && token[0] != '_')
            throw new WidgetException($"The expression {text} has {token} where a metric, a number or a function is expected.");
        if (_tokens.TryTake("("))
            return MathFunctions.Call(token.ToUpperInvariant(), [.. Items(")")], scope);
        return scope.Find(token) ?? (char.IsAsciiLetterUpper(token[0])
            ? new MathWord(token)
            : throw new WidgetException($"The expression {text} names {token}, which is the id of no metric and no expression of this widget."));
    }

    static IEnumerable<GraphSeries> SeriesOf(MathValue value) => value switch
    {
        MathSeries one => [one.Series],
        MathArray several => several.Series,
        _ => throw new WidgetException($"An array has time series in it, and not {value.Kind}."),
    };

    List<MathValue> Items(string end)
    {
        var items = new List<MathValue>();
        if (_tokens.TryTake(end))
            return items;
        do
            items.Add(Or());
        while (_tokens.TryTake(","));
        _tokens.Expect(end);
        return items;
    }
}
