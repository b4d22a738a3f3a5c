namespace MetricPublisher;

/// <summary>The kind of an event.</summary>
public enum EventShape
{
    /// <summary>A batch of a tumbling window over a Kinesis stream: it has a <c>window</c>.</summary>
    TimeWindow,

    /// <summary>Rows of a Kinesis Data Analytics application's output: the event has an <c>applicationArn</c>.</summary>
    AnalyticsOutput,
}
