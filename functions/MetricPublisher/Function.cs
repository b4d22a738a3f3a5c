using Amazon.CloudWatch;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace MetricPublisher;

/// <summary>
/// Publishes rejected packets as CloudWatch metrics. Handles two kinds of event: a tumbling window over the stream of rejects, and the
/// output of a Kinesis Data Analytics application. <see cref="EventJson.ShapeOf"/> returns which one an event is.
/// </summary>
public sealed class Function(IAmazonCloudWatch cloudWatch, MetricPublisherSettings settings, TimeProvider time)
{
    readonly WindowHandler _window = new(new RejectReader(settings.Format), new RejectMetrics(cloudWatch, settings));
    readonly AnalyticsHandler _analytics = new(new RejectMetrics(cloudWatch, settings), time);

    [LambdaFunction]
    [Logging]
    public Task<Stream> HandleAsync(MemoryStream json, ILambdaContext context) => SafeErrors.OfAsync(async () =>
    {
        using var deadline = new Deadline(context.RemainingTime, time);
        return EventJson.ShapeOf(json) switch
        {
            EventShape.TimeWindow => EventJson.Write(
                await _window.HandleAsync(EventJson.ReadWindow(json), deadline.Working)),
            _ => EventJson.Write(
                await _analytics.HandleAsync(EventJson.ReadAnalytics(json), deadline.Working)),
        };
    });
}
