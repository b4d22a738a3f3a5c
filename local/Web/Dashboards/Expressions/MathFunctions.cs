namespace Web.Dashboards.Expressions;

/// <summary>The functions of metric math ("Metric math syntax and functions"), by their names.</summary>
static class MathFunctions
{
    delegate MathValue Function(IReadOnlyList<MathValue> arguments, MathScope scope);

    static readonly Dictionary<string, (int Least, int Most, Function Of)> Known = new()
    {
        // One number for a series; for an array, the numbers of its series at each time.
        ["AVG"] = (1, 1, (arguments, _) => Fold(arguments[0], values => values.Average())),
        ["SUM"] = (1, 1, (arguments, _) => Fold(arguments[0], values => values.Sum())),
        ["MIN"] = (1, 1, (arguments, _) => Fold(arguments[0], values => values.Min())),
        ["MAX"] = (1, 1, (arguments, _) => Fold(arguments[0], values => values.Max())),
        ["STDDEV"] = (1, 1, (arguments, _) => Fold(arguments[0], Deviation)),
        ["DATAPOINT_COUNT"] = (1, 1, (arguments, _) => Fold(arguments[0], values => values.Count, ofNone: 0)),
        ["METRIC_COUNT"] = (1, 1, (arguments, _) => new MathNumber(Array(arguments[0]).Count)),

        // Each value by itself.
        ["ABS"] = (1, 1, (arguments, _) => Each(arguments[0], Math.Abs)),
        ["CEIL"] = (1, 1, (arguments, _) => Each(arguments[0], Math.Ceiling)),
        ["FLOOR"] = (1, 1, (arguments, _) => Each(arguments[0], Math.Floor)),
        ["LOG"] = (1, 1, (arguments, _) => Each(arguments[0], Math.Log)),
        ["LOG10"] = (1, 1, (arguments, _) => Each(arguments[0], Math.Log10)),
        ["IF"] = (2, 3, (arguments, _) => Choice.Of(arguments)),

        // A value and those before it.
        ["DIFF"] = (1, 1, (arguments, _) => Along(arguments[0], TimeFunctions.Differences)),
        ["DIFF_TIME"] = (1, 1, (arguments, _) => Along(arguments[0], TimeFunctions.TimeDifferences)),
        ["RATE"] = (1, 1, (arguments, _) => Along(arguments[0], TimeFunctions.Rates)),
        ["RUNNING_SUM"] = (1, 1, (arguments, _) => Along(arguments[0], TimeFunctions.RunningSums)),
        ["FILL"] = (2, 2, (arguments, scope) => Along(arguments[0], series => TimeFunctions.Fill(series, arguments[1], scope))),

        // Time.
        ["PERIOD"] = (1, 1, (arguments, _) => new MathNumber(One(arguments[0]).Period)),
        ["TIME_SERIES"] = (1, 1, (arguments, scope) => new MathSeries(TimeFunctions.Constant(Number(arguments[0]), scope))),
        ["EPOCH"] = (1, 1, (arguments, _) => Along(arguments[0], series => TimeFunctions.OfTime(series, time => time.ToUnixTimeSeconds()))),
        ["MINUTE"] = (1, 1, (arguments, _) => Along(arguments[0], series => TimeFunctions.OfTime(series, time => time.Minute))),
        ["HOUR"] = (1, 1, (arguments, _) => Along(arguments[0], series => TimeFunctions.OfTime(series, time => time.Hour))),
        // Monday is 1.
        ["DAY"] = (1, 1, (arguments, _) => Along(arguments[0], series => TimeFunctions.OfTime(series, time => time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek))),
        ["DATE"] = (1, 1, (arguments, _) => Along(arguments[0], series => TimeFunctions.OfTime(series, time => time.Day))),
        ["MONTH"] = (1, 1, (arguments, _) => Along(arguments[0], series => TimeFunctions.OfTime(series, time => time.Month))),
        ["YEAR"] = (1, 1, (arguments, _) => Along(arguments[0], series => TimeFunctions.OfTime(series, time => time.Year))),

        // Which series.
        ["METRICS"] = (0, 1, (arguments, scope) => ArrayFunctions.Metrics(arguments, scope)),
        ["SEARCH"] = (2, 3, (arguments, scope) => ArrayFunctions.Search(arguments, scope)),
        ["REMOVE_EMPTY"] = (1, 1, (arguments, _) => new MathArray([.. Array(arguments[0]).Where(series => series.Points.Count > 0)])),
        ["FIRST"] = (1, 1, (arguments, _) => ArrayFunctions.At(Array(arguments[0]), 0)),
        ["LAST"] = (1, 1, (arguments, _) => ArrayFunctions.At(Array(arguments[0]), Array(arguments[0]).Count - 1)),
        ["SLICE"] = (2, 3, (arguments, _) => ArrayFunctions.Slice(arguments)),
        ["SORT"] = (3, 4, (arguments, _) => ArrayFunctions.Sort(arguments)),
    };

    static readonly Dictionary<string, string> OfAwsAlone = new()
    {
        ["ANOMALY_DETECTION_BAND"] = "CloudWatch learns the band from two weeks of a metric, and the local stack learns none. Take it away to see the metric alone; on AWS it is drawn",
        ["LAMBDA"] = "It asks a function in AWS for data",
        ["INSIGHT_RULE_METRIC"] = "Contributor Insights runs in AWS",
        ["DB_PERF_INSIGHTS"] = "Performance Insights runs in AWS",
        ["SERVICE_QUOTA"] = "Quotas are an AWS account's",
    };

    /// <exception cref="WidgetException">There is no such function here, or it does not take this.</exception>
    public static MathValue Call(string name, IReadOnlyList<MathValue> arguments, MathScope scope)
    {
        if (OfAwsAlone.TryGetValue(name, out var why))
            throw new WidgetException($"{name} is not drawn here: {why}.");
        if (!Known.TryGetValue(name, out var function))
            throw new WidgetException($"Metric math has no function {name} that this page knows.");
        return arguments.Count >= function.Least && arguments.Count <= function.Most
            ? function.Of(arguments, scope)
            : throw new WidgetException($"{name} takes {(function.Least == function.Most ? $"{function.Least}" : $"{function.Least} to {function.Most}")} arguments, and not {arguments.Count}.");
    }

    public static IReadOnlyList<GraphSeries> Array(MathValue value) => value switch
    {
        MathArray array => array.Series,
        MathSeries one => [one.Series],
        _ => throw new WidgetException($"A function of metric math is given {value.Kind} where it takes an array of time series."),
    };

    public static double Number(MathValue value) => value is MathNumber number
        ? number.Value
        : throw new WidgetException($"A function of metric math is given {value.Kind} where it takes a number.");

    static GraphSeries One(MathValue value) => value is MathSeries one
        ? one.Series
        : throw new WidgetException($"A function of metric math is given {value.Kind} where it takes a time series.");

    static MathValue Each(MathValue value, Func<double, double> change) =>
        value is MathNumber number ? new MathNumber(change(number.Value)) : Along(value, series => series.Map(change));

    static MathValue Along(MathValue value, Func<GraphSeries, GraphSeries> change) => value switch
    {
        MathSeries one => new MathSeries(change(one.Series)),
        MathArray array => new MathArray([.. array.Series.Select(change)]),
        _ => throw new WidgetException($"A function of metric math is given {value.Kind} where it takes time series."),
    };

    static MathValue Fold(MathValue value, Func<IReadOnlyList<double>, double> of, double ofNone = double.NaN) => value switch
    {
        MathNumber number => new MathNumber(of([number.Value])),
        MathSeries one => new MathNumber(one.Series.Points.Count == 0 ? ofNone : of([.. one.Series.Points.Select(point => point.Value)])),
        MathArray array => new MathSeries(ArrayFunctions.AtEachTime(array.Series, of)),
        _ => throw new WidgetException($"A function of metric math is given {value.Kind} where it takes time series."),
    };

    static double Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
