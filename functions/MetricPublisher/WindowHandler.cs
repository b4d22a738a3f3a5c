using Amazon.Lambda.KinesisEvents;
using AWS.Lambda.Powertools.Logging;

namespace MetricPublisher;

/// <summary>
/// Handles a tumbling window over the stream of rejects. Each batch adds to the window's state, which Lambda passes to the next batch; the
/// last batch publishes. Source: "Implementing stateful Kinesis Data Streams processing in Lambda", AWS Lambda Developer Guide.
/// </summary>
/// <remarks>
/// The function keeps nothing between invocations, and publishes last. So a retried batch with the same state gives the same state again.
/// docs/decisions/metric-windows.md describes what can still be counted twice.
/// </remarks>
public sealed class WindowHandler(RejectReader reader, RejectMetrics metrics)
{
    public async Task<KinesisTimeWindowResponse> HandleAsync(KinesisTimeWindowEvent window, CancellationToken cancellationToken)
    {
        if (window.Window is not { } time || time.Start == default)
            throw new ArgumentException("The event's window has no start.");

        var tally = RejectTally.FromState(window.State);
        IList<KinesisEvent.KinesisEventRecord> records = window.Records ?? [];
        var unreadable = 0;
        foreach (var record in records)
        {
            if (cancellationToken.IsCancellationRequested)
                throw new TimeoutException($"Timed out before all {records.Count} records of the batch were read. Set a smaller "
                    + $"BatchSize.");
            if (reader.Count(record.Kinesis?.Data, tally) is not { } reason)
                continue;
            tally.AddUnreadable();
            unreadable++;
            Logger.LogWarning(
                "Record {record_id} of {shard_id} cannot be read: {reason}",
                [record.Kinesis?.SequenceNumber ?? "without sequence number", window.ShardId, reason]);
        }

        var isEnd = window.IsFinalInvokeForWindow == true || window.IsWindowTerminatedEarly == true;
        Logger.LogInformation(
            "{records_in} records for the window of {window_start:s}Z: {records_out} counted, {records_failed} unreadable; {metrics_out} "
            + "values to publish.",
            records.Count, Utc(time.Start), records.Count - unreadable, unreadable, isEnd ? RejectMetrics.DatumsOf(tally) : 0);
        if (!isEnd)
            return Answer(tally.ToState());

        await PublishAsync(Utc(time.Start), tally, cancellationToken);

        // A window that ended early continues with an empty state, and its rest is added to the same metrics at the same time.
        return Answer([]);
    }

    // The invocation fails after any exception, so that Lambda sends the same batch with the same state again.
    async Task PublishAsync(DateTime start, RejectTally tally, CancellationToken cancellationToken)
    {
        try
        {
            await metrics.PublishAsync(new Dictionary<DateTime, RejectTally> { [start] = tally }, cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The window from {start:s}Z was not published: timed out before CloudWatch "
                + "accepted its values.", exception);
        }
        catch (Exception exception)
        {
            Logger.LogError(exception, "The window from {window_start:s}Z was not published: {reason}", start, exception.Message);
            throw;
        }
    }

    static KinesisTimeWindowResponse Answer(Dictionary<string, string> state) => new() { State = state, BatchItemFailures = [] };

    static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
