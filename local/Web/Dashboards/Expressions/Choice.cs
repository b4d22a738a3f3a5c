namespace Web.Dashboards.Expressions;

/// <summary><c>IF(condition, then, else)</c>: for a series of conditions, at each time one of the two; without an else, nothing where it is false.</summary>
static class Choice
{
    public static MathValue Of(IReadOnlyList<MathValue> arguments)
    {
        var (condition, then, otherwise) = (arguments[0], arguments[1], arguments.Count > 2 ? arguments[2] : null);
        return condition switch
        {
            MathNumber number => number.Value != 0 ? then : otherwise ?? throw new WidgetException("IF has no else, and its condition is false at all times."),
            MathSeries one => new MathSeries(Choose(one.Series, then, otherwise)),
            MathArray array => new MathArray([.. array.Series.Select(one => Choose(one, then, otherwise))]),
            _ => throw new WidgetException($"The condition of IF is {condition.Kind}, and not a number or time series."),
        };
    }

    static GraphSeries Choose(GraphSeries condition, MathValue then, MathValue? otherwise)
    {
        var (yes, no) = (At(then), otherwise is null ? _ => null : At(otherwise));
        return condition.With(from point in condition.Points
                              let value = point.Value != 0 ? yes(point.Time) : no(point.Time)
                              where value is not null
                              select point with { Value = value.Value });
    }

    static Func<long, double?> At(MathValue value)
    {
        switch (value)
        {
            case MathNumber number:
                return _ => number.Value;
            case MathSeries { Series: var series }:
                var byTime = series.Points.ToDictionary(point => point.Time, point => point.Value);
                return time => byTime.TryGetValue(time, out var found) ? found : null;
            default:
                throw new WidgetException($"IF chooses between numbers and time series, and not {value.Kind}.");
        }
    }
}
