namespace Amazon.CloudWatch.Model;

/// <summary>Data points of one namespace.</summary>
public sealed class PutMetricDataRequest : AmazonCloudWatchRequest
{
    public string? Namespace { get; set; }

    /// <summary>At most 1,000.</summary>
    public List<MetricDatum>? MetricData { get; set; }
}
