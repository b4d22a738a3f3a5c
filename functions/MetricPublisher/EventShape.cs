namespace MetricPublisher;

/// <summary>Which event it is.</summary>
public enum EventShape
{
    /// <summary>A batch of a tumbling window over a Kinesis stream: it has a <c>window</c>.</summary>
    TimeWindow,

    /// <summary>Rows that a Kinesis Data Analytics application puts out: it has an <c>applicationArn</c>.</summary>
    AnalyticsOutput,
}
