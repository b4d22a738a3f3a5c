namespace Web.Dashboards.Expressions;

/// <summary>What an expression can speak of: the widget's metrics and other expressions, by id; the stored metrics, for a search; the time.</summary>
sealed class MathScope
{
    /// <summary>The value of an id; null where nothing has it.</summary>
    public required Func<string, MathValue?> Find { get; init; }

    /// <summary>The widget's metrics with their ids, in order; expressions are none.</summary>
    public required Func<IReadOnlyList<(string? Id, GraphSeries Series)>> Metrics { get; init; }

    /// <summary>The series that a search finds.</summary>
    public required Func<MetricSearch, IReadOnlyList<GraphSeries>> Search { get; init; }

    public required TimeRange Range { get; init; }

    /// <summary>Seconds, where no series says another.</summary>
    public required int Period { get; init; }

    /// <summary>The begins of all periods of the time, as far as a graph shows points.</summary>
    public IEnumerable<long> Times(int period)
    {
        var seconds = MetricLine.ShownPeriod(period, Range);
        for (var time = (Range.From.ToUnixTimeSeconds() + seconds - 1) / seconds * seconds; time < Range.To.ToUnixTimeSeconds(); time += seconds)
            yield return time;
    }
}
