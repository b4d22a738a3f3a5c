using Amazon.Lambda.KinesisAnalyticsEvents;
using AWS.Lambda.Powertools.Logging;

namespace MetricPublisher;

/// <summary>
/// Handles the output of a Kinesis Data Analytics application whose SQL sums rejected packets in windows; <see cref="AnalyticsRow"/>
/// describes its rows. Source: "Using a Lambda Function as Output", Amazon Kinesis Data Analytics for SQL Applications Developer Guide.
/// </summary>
/// <remarks>
/// If CloudWatch does not accept a record's values, the answer is <c>DeliveryFailed</c>, and the application sends the record again. An
/// unreadable record would fail forever, so it is counted in UnreadableRecords, logged, and answered <c>Ok</c>.
/// </remarks>
public sealed class AnalyticsHandler(RejectMetrics metrics, TimeProvider time)
{
    static readonly TimeSpan WindowLength = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The maximum age of a value, and how far it can be in the future. Source: "MetricDatum", Amazon CloudWatch API Reference.
    /// </summary>
    static readonly TimeSpan OldestValue = TimeSpan.FromDays(14), NewestValue = TimeSpan.FromHours(2);

    public async Task<KinesisAnalyticsOutputDeliveryResponse> HandleAsync(
        KinesisAnalyticsOutputDeliveryEvent output, CancellationToken cancellationToken)
    {
        if (output.Records is not { } records)
            throw new ArgumentException("The event has no 'records': it is not a Kinesis Data Analytics output event.");

        var failed = new HashSet<KinesisAnalyticsOutputDeliveryEvent.DeliveryRecord>();
        var calls = CallsFor(records, out var unreadable);
        foreach (var call in calls)
        {
            try
            {
                await metrics.PublishAsync(call.Windows, cancellationToken);
            }
#pragma warning disable CA1031 // After any exception, these records' values may not be stored.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Logger.LogError(exception, "The values of {records_not_stored} records were not stored.", call.Records.Count);
                failed.UnionWith(call.Records);
            }
        }

        Logger.LogInformation(
            "{records_in} records: {records_out} stored, {records_failed} unreadable, {records_sent_back} DeliveryFailed.",
            records.Count, records.Count(record => !failed.Contains(record) && !unreadable.Contains(record)), unreadable.Count,
            failed.Count);
        return new KinesisAnalyticsOutputDeliveryResponse
        {
            Records = [.. records.Select(record => new KinesisAnalyticsOutputDeliveryResponse.Record
            {
                RecordId = record.RecordId,
                Result = failed.Contains(record) ? KinesisAnalyticsOutputDeliveryResponse.DELIVERY_FAILED
                    : KinesisAnalyticsOutputDeliveryResponse.OK,
            })],
        };
    }

    /// <summary>
    /// Divides the records into as few calls as possible, each record whole in one call. A record with a time that CloudWatch may refuse
    /// has its own call, because CloudWatch refuses a call as a whole.
    /// </summary>
    List<AnalyticsCall> CallsFor(
        IEnumerable<KinesisAnalyticsOutputDeliveryEvent.DeliveryRecord> records,
        out HashSet<KinesisAnalyticsOutputDeliveryEvent.DeliveryRecord> unreadable)
    {
        var calls = new List<AnalyticsCall>();
        var apart = new List<AnalyticsCall>();
        unreadable = [];
        var now = time.GetUtcNow().UtcDateTime;
        var currentWindow = new DateTime(now.Ticks - now.Ticks % WindowLength.Ticks, DateTimeKind.Utc);
        foreach (var record in records)
        {
            if (Tally(record, currentWindow, out var windows) is { } reason)
            {
                Logger.LogWarning("Record {record_id} cannot be read: {reason}", [record.RecordId, reason]);
                unreadable.Add(record);
                windows.Clear();
                windows.Add(currentWindow, new RejectTally());
                windows[currentWindow].AddUnreadable();
            }
            if (windows.Keys.Any(start => start < now - OldestValue || start > now + NewestValue))
                apart.Add(new AnalyticsCall(record, windows));
            else if (calls.Count == 0 || !calls[^1].TryAdd(record, windows))
                calls.Add(new AnalyticsCall(record, windows));
        }
        return [.. calls, .. apart];
    }

    static string? Tally(
        KinesisAnalyticsOutputDeliveryEvent.DeliveryRecord record, DateTime currentWindow, out Dictionary<DateTime, RejectTally> windows)
    {
        windows = [];
        if (AnalyticsRow.Read(record.Base64EncodedData, out var rows) is { } reason)
            return reason;
        foreach (var row in rows.Where(row => row.IsReject))
        {
            var start = row.WindowStart ?? currentWindow;
            if (!windows.TryGetValue(start, out var tally))
                windows.Add(start, tally = new RejectTally());
            tally.Add(row.Protocol, (UInt128)row.Packets);
        }
        return windows.Values.Sum(RejectMetrics.DatumsOf) > RejectMetrics.MostDatums
            ? $"its rows have more than {RejectMetrics.MostDatums} values, the maximum of one call to CloudWatch"
            : null;
    }
}
