using AWS.Lambda.Powertools.Logging;

namespace Decompressor;

/// <summary>
/// Reports an invocation: a log line with its counts, a line with the same counts as metrics, and a warning for each record that is kept
/// under the error prefix. No line has content of the records.
/// </summary>
/// <param name="metrics">The writer of metrics, or null if the environment has no namespace for metrics.</param>
/// <param name="time">The clock.</param>
public sealed class InvocationReport(EmbeddedMetrics? metrics, TimeProvider time)
{
    public const string LogEvents = "LogEvents";
    public const string UnparsedRecords = "UnparsedRecords";
    public const string FailedRecords = "FailedRecords";
    public const string SentBackRecords = "SentBackRecords";

    /// <summary>Reports a response.</summary>
    public void Write(ResponseBuilder response)
    {
        foreach (var (record, reason) in response.Failures)
            Logger.LogWarning("Record {record_id} is kept under the error prefix. {reason}", [record, reason]);

        var counts = response.Counts;
        Logger.LogInformation(
            "{records_in} records: {records_out} Ok with {log_events_out} log events ({log_events_unparsed} unparsed), {records_dropped} "
            + "Dropped "
            + "({records_sent_back} of them sent back), {records_failed} ProcessingFailed.",
            counts.Records, counts.Ok, counts.LogEvents, counts.Unparsed, counts.Dropped, counts.SentBack, counts.Failed);

        // Zeros too: they distinguish "none" from "no data".
        metrics?.Write(
            time.GetUtcNow(),
            (LogEvents, counts.LogEvents), (UnparsedRecords, counts.Unparsed), (FailedRecords, counts.Failed),
            (SentBackRecords, counts.SentBack));
    }
}
