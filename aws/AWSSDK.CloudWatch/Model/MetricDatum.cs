namespace Amazon.CloudWatch.Model;

/// <summary>One data point of one metric: a Value, or Values and how often each occurred, or a set of statistics.</summary>
public sealed class MetricDatum
{
    public string? MetricName { get; set; }

    /// <summary>At most 30.</summary>
    public List<Dimension>? Dimensions { get; set; }

    /// <summary>At most two weeks in the past and two hours in the future.</summary>
    public DateTime? Timestamp { get; set; }

    public double? Value { get; set; }

    public StatisticSet? StatisticValues { get; set; }

    /// <summary>At most 150, each once.</summary>
    public List<double>? Values { get; set; }

    /// <summary>How often each of Values occurred, in their order.</summary>
    public List<double>? Counts { get; set; }

    public StandardUnit? Unit { get; set; }

    /// <summary>1 for high resolution or 60, in seconds.</summary>
    public int? StorageResolution { get; set; }
}
