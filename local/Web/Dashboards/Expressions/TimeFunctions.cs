namespace Web.Dashboards.Expressions;

/// <summary>Functions along one time series.</summary>
static class TimeFunctions
{
    public static GraphSeries Differences(GraphSeries series) => Pairs(series, (before, now) => now.Value - before.Value);

    public static GraphSeries TimeDifferences(GraphSeries series) => Pairs(series, (before, now) => now.Time - before.Time);

    /// <summary>The change in a second.</summary>
    public static GraphSeries Rates(GraphSeries series) => Pairs(series, (before, now) => (now.Value - before.Value) / (now.Time - before.Time));

    public static GraphSeries RunningSums(GraphSeries series)
    {
        var sum = 0.0;
        return series.With(series.Points.Select(point => point with { Value = sum += point.Value }).ToList());
    }

    public static GraphSeries OfTime(GraphSeries series, Func<DateTimeOffset, double> of) =>
        series.With(series.Points.Select(point => point with { Value = of(DateTimeOffset.FromUnixTimeSeconds(point.Time)) }));

    public static GraphSeries Constant(double value, MathScope scope) =>
        new("", [.. scope.Times(scope.Period).Select(time => new MetricPoint(time, value))], scope.Period, null);

    /// <summary>Values for the periods that have none: a number, the one before, or what lies on the way from the one before to the one behind.</summary>
    public static GraphSeries Fill(GraphSeries series, MathValue with, MathScope scope)
    {
        var known = series.Points.ToDictionary(point => point.Time, point => point.Value);
        var times = scope.Times(series.Period).Union(known.Keys).Order().ToList();
        return with switch
        {
            MathNumber number => series.With(times.Select(time => new MetricPoint(time, known.GetValueOrDefault(time, number.Value)))),
            MathWord { Name: "REPEAT" } => series.With(times.Select(time => (time, before: Before(series, time))).Where(at => at.before is not null).Select(at => at.before! with { Time = at.time })),
            MathWord { Name: "LINEAR" } => series.With(times.Select(time => Between(series, time)).OfType<MetricPoint>()),
            _ => throw new WidgetException($"FILL fills with a number, REPEAT or LINEAR, and not with {with.Kind}."),
        };
    }

    static GraphSeries Pairs(GraphSeries series, Func<MetricPoint, MetricPoint, double> of) =>
        series.With(series.Points.Zip(series.Points.Skip(1), (before, now) => now with { Value = of(before, now) }));

    static MetricPoint? Before(GraphSeries series, long time) => series.Points.LastOrDefault(point => point.Time <= time);

    static MetricPoint? Between(GraphSeries series, long time)
    {
        if (Before(series, time) is not { } before || series.Points.FirstOrDefault(point => point.Time >= time) is not { } behind)
            return null;
        return before.Time == behind.Time ? before
            : new MetricPoint(time, before.Value + ((behind.Value - before.Value) * (time - before.Time) / (behind.Time - before.Time)));
    }
}
