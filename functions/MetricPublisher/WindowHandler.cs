using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;

namespace MetricPublisher;

/// <summary>
/// A tumbling window over the stream of rejects. Each batch adds to the window's state, which Lambda keeps and hands on; the last one publishes.
/// Source: "Implementing stateful Kinesis Data Streams processing in Lambda", AWS Lambda Developer Guide.
/// </summary>
/// <remarks>
/// The function keeps nothing between invocations, and publishing is its last act. So a batch that Lambda sends again, with the state that it sent
/// before, gives the same state again. docs/decisions/metric-windows.md tells what can still be counted twice.
/// </remarks>
public sealed class WindowHandler(RejectReader reader, RejectMetrics metrics)
{
    public async Task<KinesisTimeWindowResponse> HandleAsync(KinesisTimeWindowEvent window, ILambdaLogger log, CancellationToken cancellationToken)
    {
        if (window.Window is not { } time || time.Start == default)
            throw new ArgumentException("The event's window has no start.");

        var tally = RejectTally.FromState(window.State);
        foreach (var record in window.Records ?? [])
        {
            if (reader.Count(record.Kinesis?.Data, tally) is not { } reason)
                continue;
            tally.AddUnreadable();
            log.LogWarning($"Record {record.Kinesis?.SequenceNumber ?? "without sequence number"} of {window.ShardId} cannot be read: {reason}");
        }

        if (window.IsFinalInvokeForWindow != true && window.IsWindowTerminatedEarly != true)
            return Answer(tally.ToState());

        await PublishAsync(Utc(time.Start), tally, log, cancellationToken);

        // A window that was cut short goes on with a fresh state, and its rest is added to the same metrics at the same time.
        return Answer([]);
    }

    // Whatever the reason, the invocation fails with it: then Lambda sends the same batch with the same state again.
    async Task PublishAsync(DateTime start, RejectTally tally, ILambdaLogger log, CancellationToken cancellationToken)
    {
        try
        {
            await metrics.PublishAsync(new Dictionary<DateTime, RejectTally> { [start] = tally }, log, cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The window from {start:s}Z was not published: CloudWatch had not taken its values when the time was up.", exception);
        }
        catch (Exception exception)
        {
            log.LogError($"The window from {start:s}Z was not published: {exception.Message}");
            throw;
        }
    }

    static KinesisTimeWindowResponse Answer(Dictionary<string, string> state) => new() { State = state, BatchItemFailures = [] };

    static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
