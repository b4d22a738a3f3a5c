using System.Buffers.Text;
using System.Net;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using FlowLogs;

namespace Decompressor;

/// <summary>
/// Sends records whose lines do not fit in the response back to the delivery stream, which delivers them again later. Source:
/// "PutRecordBatch", Amazon Data Firehose API Reference.
/// </summary>
/// <remarks>
/// Firehose accepts or refuses a record as a whole, so a record that is sent back unchanged is either delivered again or ProcessingFailed.
/// An invocation can divide one record into two parts. It sends the second part first. If Firehose accepts it, the first part follows; if
/// Firehose refuses the first part, the response has room for its lines. So no log event is both stored and failed, with two exceptions:
/// records larger than Firehose itself delivers, which are divided into more than two parts, and lost answers.
/// docs/decisions/sending-back.md has the details.
/// </remarks>
public sealed class Reingestion(IAmazonKinesisFirehose firehose, string deliveryStreamName, RecordTransformer transformer,
    TimeProvider time)
{
    /// <summary>The maximum number of records of one call.</summary>
    public const int RecordsPerCall = 500;

    /// <summary>The maximum size of one call, 4 MiB, counted here in base64, as the records are sent.</summary>
    public const int BytesPerCall = 4 * 1024 * 1024;

    /// <summary>The maximum size of a record, 1,000 KiB before base64.</summary>
    public const int BytesPerRecord = 1000 * 1024;

    /// <summary>
    /// The maximum number of calls for one record whose outcome is unknown. Each of them may have stored the record, so they are few.
    /// </summary>
    public const int MostUnknownOutcomes = 3;

    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromSeconds(5);

    const string NoTime = "It could not be sent back to the delivery stream: timed out.";
    const string NoMemory = "It could not be sent back to the delivery stream: the function does not have enough memory to divide it.";
    const string TooLarge = "One of its log events is larger than a record that can be sent back to the delivery stream.";

    /// <summary>Sends back the records that do not fit in the response. Records that cannot be sent back get another answer.</summary>
    /// <param name="response">The response, whose answers this method changes.</param>
    /// <param name="deadline">The time at which sending ends.</param>
    public async Task SendBackAsync(ResponseBuilder response, CancellationToken deadline)
    {
        var answers = response.SentBack;
        // One divided record is enough progress. The room for its lines is known after all others have been sent.
        var divided = answers.FirstOrDefault(answer => answer.EventsToDivide > 0);
        await SendWholeAsync(response, [.. answers.Where(answer => answer != divided)], deadline);
        if (divided is not null)
            await SendInTwoAsync(response, divided, deadline);
        await SendWholeAsync(response, response.MakeRoom(), deadline);
    }

    async Task SendWholeAsync(ResponseBuilder response, IReadOnlyList<RecordAnswer> answers, CancellationToken deadline)
    {
        // Each record that fails can take room from the lines of others, which are then sent back as well.
        for (; answers.Count > 0; answers = response.MakeRoom())
        {
            var entries = new List<Entry>();
            foreach (var answer in answers)
            {
                if (Try(() => transformer.Pack(answer.Record.Base64.Span, BytesPerRecord, deadline), deadline,
                    out var records) is { } reason)
                    response.Fail(answer, reason);
                else if (records is null)
                    response.Fail(answer, TooLarge);
                else
                    entries.AddRange(records.Select(data => new Entry(answer, data)));
            }
            foreach (var refused in (await SendAsync(entries, deadline)).DistinctBy(entry => entry.Answer))
                response.Fail(refused.Answer, refused.Reason);
        }
    }

    async Task SendInTwoAsync(ResponseBuilder response, RecordAnswer answer, CancellationToken deadline)
    {
        if (Try(() => transformer.Divide(answer.Record.Base64.Span, answer.EventsToDivide, response.Room, BytesPerRecord, deadline),
            deadline, out var divided)
            is { } reason)
        {
            response.Fail(answer, reason);
            return;
        }
        if (divided is null)
        {
            // Other records have filled the response.
            await SendWholeAsync(response, [answer], deadline);
            return;
        }
        if (divided.Rest is null)
        {
            response.Fail(answer, TooLarge);
            return;
        }
        if (await SendAsync([.. divided.Rest.Select(data => new Entry(answer, data))], deadline) is [var refused, ..])
        {
            response.Fail(answer, refused.Reason);
            return;
        }
        // If several records were sent, some could be refused and others accepted.
        if (divided.First is not [var first] || (await SendAsync([new Entry(answer, first)], deadline)).Count > 0)
            response.Answer(answer, divided.Lines);
    }

    /// <returns>Null, or the reason why there is no result.</returns>
    static string? Try<T>(Func<T?> work, CancellationToken deadline, out T? result)
    {
        result = default;
        try
        {
            deadline.ThrowIfCancellationRequested();
            result = work();
            return null;
        }
        catch (OperationCanceledException)
        {
            return NoTime;
        }
        catch (OutOfMemoryException)
        {
            FunctionMemory.Free();
            return NoMemory;
        }
    }

    /// <summary>Sends until every entry is accepted or has failed, or until the deadline.</summary>
    /// <returns>The entries that are not known to be accepted, each with its reason.</returns>
    async Task<List<Entry>> SendAsync(IReadOnlyCollection<Entry> entries, CancellationToken deadline)
    {
        var waiting = new Queue<Entry>(entries);
        var failed = new List<Entry>();
        var wait = ShortestWait;
        try
        {
            while (waiting.Count > 0)
            {
                deadline.ThrowIfCancellationRequested();
                var call = TakeCall(waiting);
                failed.AddRange(call);
                var again = await PutAsync(call, deadline);
                failed.RemoveAll(entry => entry.IsAccepted || again.Contains(entry));
                if (again.Count == 0)
                    continue;
                foreach (var entry in again)
                    waiting.Enqueue(entry);
                // Full jitter: callers that were throttled together do not retry together.
                await Task.Delay(wait * Random.Shared.NextDouble(), time, deadline);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
        catch (OperationCanceledException)
        {
            // The reasons come from the last calls.
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException)
        {
            foreach (var entry in failed.Concat(waiting))
                entry.Says(exception.Message);
        }
        return [.. failed, .. waiting];
    }

    /// <summary>Makes one call.</summary>
    /// <returns>The entries to send again.</returns>
    /// <exception cref="AmazonServiceException">Firehose refuses the call permanently.</exception>
    async Task<HashSet<Entry>> PutAsync(List<Entry> call, CancellationToken deadline)
    {
        var request = new PutRecordBatchRequest
        {
            DeliveryStreamName = deliveryStreamName,
            Records = [.. call.Select(entry => new Record { Data = ReadOnly(entry.Data) })],
        };
        var again = new HashSet<Entry>();
        try
        {
            var answers = (await firehose.PutRecordBatchAsync(request, deadline)).RequestResponses ?? [];
            for (var place = 0; place < call.Count; place++)
            {
                // Only a RecordId confirms that Firehose has accepted the record.
                var answer = answers.ElementAtOrDefault(place);
                if (!string.IsNullOrEmpty(answer?.ErrorCode))
                    call[place].Says($"{answer.ErrorCode}: {answer.ErrorMessage}");
                else if (!string.IsNullOrEmpty(answer?.RecordId))
                    call[place].Accept();
                else
                    call[place].SaysNothing("Firehose did not say whether it has accepted the record");
            }
        }
        catch (Exception exception) when (IsThrottling(exception))
        {
            call.ForEach(entry => entry.Says(exception.Message));
        }
        catch (Exception exception) when (IsOutcomeUnknown(exception, deadline))
        {
            call.ForEach(entry => entry.SaysNothing(exception.Message));
        }
        again.UnionWith(call.Where(entry => !entry.IsAccepted && entry.UnknownOutcomes < MostUnknownOutcomes));
        return again;
    }

    static bool IsThrottling(Exception exception) => exception is AmazonServiceException service
        && (service.StatusCode == HttpStatusCode.TooManyRequests
        || service.ErrorCode is "ThrottlingException" or "Throttling" or "LimitExceededException");

    static bool IsOutcomeUnknown(Exception exception, CancellationToken deadline) => exception switch
    {
        AmazonUnmarshallingException => true,
        AmazonServiceException service => service.StatusCode is 0 or >= HttpStatusCode.InternalServerError,
        OperationCanceledException => !deadline.IsCancellationRequested,
        _ => exception is HttpRequestException or IOException or TimeoutException,
    };

    static List<Entry> TakeCall(Queue<Entry> waiting)
    {
        var call = new List<Entry>();
        var bytes = 0;
        while (call.Count < RecordsPerCall && waiting.TryPeek(out var entry))
        {
            bytes += Base64.GetMaxEncodedToUtf8Length(entry.Data.Length);
            if (bytes > BytesPerCall)
                break;
            call.Add(waiting.Dequeue());
        }
        return call;
    }

    static MemoryStream ReadOnly(byte[] data) => new(data, 0, data.Length, writable: false, publiclyVisible: true);

    /// <summary>A record to send back, with its state in Firehose.</summary>
    sealed class Entry(RecordAnswer answer, byte[] data)
    {
        public RecordAnswer Answer => answer;

        public byte[] Data => data;

        public bool IsAccepted { get; private set; }

        public int UnknownOutcomes { get; private set; }

        public string Reason { get; private set; } = NoTime;

        public void Accept() => IsAccepted = true;

        public void Says(string reason) => Reason = $"It could not be sent back to the delivery stream: {reason}";

        public void SaysNothing(string reason)
        {
            UnknownOutcomes++;
            Says(reason);
        }
    }
}
