namespace Web.Dashboards.Expressions;

/// <summary>Arithmetic, comparison and logic. Two series give a value where both have one; what is true is 1, what is false 0.</summary>
static class Operators
{
    /// <exception cref="WidgetException">These types do not go together.</exception>
    public static MathValue Apply(string sign, MathValue left, MathValue right)
    {
        var compute = Of(sign);
        return (left, right) switch
        {
            (MathNumber a, MathNumber b) => new MathNumber(compute(a.Value, b.Value)),
            (MathSeries a, MathNumber b) => new MathSeries(a.Series.Map(value => compute(value, b.Value))),
            (MathNumber a, MathSeries b) => new MathSeries(b.Series.Map(value => compute(a.Value, value))),
            (MathSeries a, MathSeries b) => new MathSeries(Join(a.Series, b.Series, compute)),
            (MathArray a, MathNumber b) => new MathArray([.. a.Series.Select(one => one.Map(value => compute(value, b.Value)))]),
            (MathNumber a, MathArray b) => new MathArray([.. b.Series.Select(one => one.Map(value => compute(a.Value, value)))]),
            (MathArray a, MathSeries b) => new MathArray([.. a.Series.Select(one => Join(one, b.Series, compute))]),
            (MathSeries a, MathArray b) => new MathArray([.. b.Series.Select(one => Join(a.Series, one, compute) with { Label = one.Label, Metric = one.Metric })]),
            _ => throw new WidgetException($"Metric math has no {sign} between {left.Kind} and {right.Kind}."),
        };
    }

    static GraphSeries Join(GraphSeries one, GraphSeries two, Func<double, double, double> compute)
    {
        var byTime = two.Points.ToDictionary(point => point.Time, point => point.Value);
        return one.With(one.Points.Where(point => byTime.ContainsKey(point.Time)).Select(point => point with { Value = compute(point.Value, byTime[point.Time]) }));
    }

    static Func<double, double, double> Of(string sign) => sign switch
    {
        "+" => (a, b) => a + b,
        "-" => (a, b) => a - b,
        "*" => (a, b) => a * b,
        "/" => (a, b) => a / b,
        "^" => Math.Pow,
        "==" => (a, b) => a == b ? 1 : 0,
        "!=" => (a, b) => a != b ? 1 : 0,
        "<" => (a, b) => a < b ? 1 : 0,
        "<=" => (a, b) => a <= b ? 1 : 0,
        ">" => (a, b) => a > b ? 1 : 0,
        ">=" => (a, b) => a >= b ? 1 : 0,
        "AND" => (a, b) => a != 0 && b != 0 ? 1 : 0,
        "OR" => (a, b) => a != 0 || b != 0 ? 1 : 0,
        _ => throw new WidgetException($"Metric math has no {sign}."),
    };
}
