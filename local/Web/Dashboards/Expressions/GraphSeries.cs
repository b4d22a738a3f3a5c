namespace Web.Dashboards.Expressions;

/// <summary>A time series of a graph: a metric's, or what an expression made of others.</summary>
/// <param name="Label">What it is called where several are told apart.</param>
/// <param name="Points">In the order of time.</param>
/// <param name="Period">Seconds.</param>
/// <param name="Metric">The metric whose values these are, or began as; null where they are of several.</param>
sealed record GraphSeries(string Label, IReadOnlyList<MetricPoint> Points, int Period, MetricLine? Metric)
{
    /// <summary>The same with other values. What is no number (a division by zero) is no point.</summary>
    public GraphSeries With(IEnumerable<MetricPoint> points) => this with { Points = [.. points.Where(point => double.IsFinite(point.Value))] };

    public GraphSeries Map(Func<double, double> change) => With(Points.Select(point => point with { Value = change(point.Value) }));
}
