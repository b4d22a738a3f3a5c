namespace Web.Dashboards.Expressions;

/// <summary>Functions that choose, order or sum up series.</summary>
static class ArrayFunctions
{
    /// <summary>All metrics of the widget, or those whose id has a text in it.</summary>
    public static MathArray Metrics(IReadOnlyList<MathValue> arguments, MathScope scope)
    {
        var part = arguments.Count == 0 ? "" : Text(arguments[0], "METRICS");
        return new MathArray([.. scope.Metrics().Where(metric => part.Length == 0 || metric.Id?.Contains(part, StringComparison.Ordinal) == true).Select(metric => metric.Series)]);
    }

    public static MathArray Search(IReadOnlyList<MathValue> arguments, MathScope scope)
    {
        var period = arguments.Count > 2 ? (int)MathFunctions.Number(arguments[2]) : (int?)null;
        return new MathArray(scope.Search(MetricSearch.Parse(Text(arguments[0], "SEARCH"), Text(arguments[1], "SEARCH"), period)));
    }

    public static MathSeries At(IReadOnlyList<GraphSeries> series, int index) => index >= 0 && index < series.Count
        ? new MathSeries(series[index])
        : throw new WidgetException($"The array has {series.Count} time series, and none at place {index}.");

    /// <summary>One series from a place on, or those of a place up to another, which is not part of them.</summary>
    public static MathValue Slice(IReadOnlyList<MathValue> arguments)
    {
        var (series, from) = (MathFunctions.Array(arguments[0]), (int)MathFunctions.Number(arguments[1]));
        return arguments.Count == 2 ? At(series, from) : new MathArray([.. series.Take((int)MathFunctions.Number(arguments[2])).Skip(from)]);
    }

    public static MathArray Sort(IReadOnlyList<MathValue> arguments)
    {
        Func<GraphSeries, double> measure = Word(arguments[1]) switch
        {
            "AVG" => series => series.Points.Average(point => point.Value),
            "MIN" => series => series.Points.Min(point => point.Value),
            "MAX" => series => series.Points.Max(point => point.Value),
            "SUM" => series => series.Points.Sum(point => point.Value),
            var other => throw new WidgetException($"SORT measures by AVG, MIN, MAX or SUM, and not by {other}."),
        };
        var all = MathFunctions.Array(arguments[0]);
        var known = all.Where(series => series.Points.Count > 0);
        var sorted = (Word(arguments[2]) switch
        {
            "ASC" => known.OrderBy(measure),
            "DESC" => known.OrderByDescending(measure),
            var other => throw new WidgetException($"SORT orders ASC or DESC, and not {other}."),
        }).Concat(all.Where(series => series.Points.Count == 0));
        return new MathArray([.. arguments.Count > 3 ? sorted.Take((int)MathFunctions.Number(arguments[3])) : sorted]);
    }

    /// <summary>One series of what several have at each time; one that has nothing there is passed by.</summary>
    public static GraphSeries AtEachTime(IReadOnlyList<GraphSeries> several, Func<IReadOnlyList<double>, double> of) =>
        new GraphSeries("", [], several.Count == 0 ? 0 : several.Max(series => series.Period), several is [var only] ? only.Metric : null).With(
            several.SelectMany(series => series.Points).GroupBy(point => point.Time).OrderBy(time => time.Key)
                .Select(time => new MetricPoint(time.Key, of([.. time.Select(point => point.Value)]))));

    static string Word(MathValue value) => value is MathWord word ? word.Name.ToUpperInvariant() : value.Kind;

    static string Text(MathValue value, string function) => value is MathText text
        ? text.Text
        : throw new WidgetException($"{function} takes a text in quotes, and not {value.Kind}.");
}
