using Amazon.CloudWatch;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisAnalyticsEvents;
using Amazon.Lambda.KinesisEvents;
using AWS.Lambda.Powertools.Logging;

namespace MetricPublisher;

/// <summary>
/// Rejected packets as CloudWatch metrics, from either of two events: a tumbling window over the stream of rejects, or the output of a
/// Kinesis Data Analytics application. They are told apart by their shape; the event source says which comes.
/// </summary>
public sealed class Function(IAmazonCloudWatch cloudWatch, MetricPublisherSettings settings, TimeProvider time)
{
    readonly WindowHandler _window = new(new RejectReader(settings.Format), new RejectMetrics(cloudWatch, settings));
    readonly AnalyticsHandler _analytics = new(new RejectMetrics(cloudWatch, settings), time);

    [LambdaFunction]
    [Logging]
    public async Task<Stream> HandleAsync(MemoryStream json, ILambdaContext context)
    {
        using var deadline = new CancellationTokenSource(Deadline.Of(context));
        return EventJson.ShapeOf(json) switch
        {
            EventShape.TimeWindow => EventJson.Write(
                await _window.HandleAsync(EventJson.Read<KinesisTimeWindowEvent>(json), deadline.Token)),
            _ => EventJson.Write(
                await _analytics.HandleAsync(EventJson.Read<KinesisAnalyticsOutputDeliveryEvent>(json), deadline.Token)),
        };
    }
}
