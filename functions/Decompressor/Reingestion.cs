using System.Buffers.Text;
using System.Net;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;

namespace Decompressor;

/// <summary>
/// Sends records whose lines do not fit the response back to the delivery stream, so that they come again with more room.
/// Source: "PutRecordBatch", Amazon Data Firehose API Reference.
/// </summary>
/// <remarks>
/// The delivery stream takes or refuses a record as a whole, so one that goes back as it is has either come again or failed. One record of an invocation
/// may go back in two: the rest first, and when that is taken the first half, which the response has room for if it is refused. So no log
/// event is both stored and failed, but of records larger than Firehose itself takes, which go back in more than two, and where the answer
/// to a call got lost.
/// </remarks>
public sealed class Reingestion(IAmazonKinesisFirehose firehose, string deliveryStreamName, RecordTransformer transformer, TimeProvider time)
{
    /// <summary>The most records of one call.</summary>
    public const int RecordsPerCall = 500;

    /// <summary>The most bytes of one call, 4 MiB; counted here in base64, as they travel.</summary>
    public const int BytesPerCall = 4 * 1024 * 1024;

    /// <summary>The most bytes of a record, 1,000 KiB before base64.</summary>
    public const int BytesPerRecord = 1000 * 1024;

    /// <summary>
    /// The least and the most time that is left for the answer: writing 6 MiB takes far less, but a record of 60 MB that is being divided when the
    /// time is up takes seconds on a fraction of a processor.
    /// </summary>
    static readonly TimeSpan LeastTimeToAnswer = TimeSpan.FromSeconds(2), MostTimeToAnswer = TimeSpan.FromSeconds(10);

    /// <summary>The most that a Lambda function may run. Source: "Lambda quotas", AWS Lambda Developer Guide.</summary>
    static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    const string NoTime = "it could not be sent back to the delivery stream: there was no time left";
    const string TooLarge = "one of its log events is larger than a record may be that is sent back to the delivery stream";

    /// <summary>Sends back what the response has no room for; what cannot be sent back is answered otherwise.</summary>
    /// <param name="response">Says what to send, and is told what could not be sent.</param>
    /// <param name="remaining">What is left of the invocation's time.</param>
    public async Task SendBackAsync(ResponseBuilder response, TimeSpan remaining)
    {
        var answers = response.SentBack;
        if (answers.Count == 0)
            return;
        using var deadline = new CancellationTokenSource(TimeToSend(remaining), time);

        // Dividing one is enough to get on, and how much room the response has for it is known when the others are gone.
        var divided = answers.FirstOrDefault(answer => answer.IsTooLarge);
        await SendWholeAsync(response, [.. answers.Where(answer => answer != divided)], deadline.Token);
        if (divided is not null)
            await SendInTwoAsync(response, divided, deadline.Token);
        await SendWholeAsync(response, response.MakeRoom(), deadline.Token);
    }

    static TimeSpan TimeToSend(TimeSpan remaining)
    {
        var toAnswer = Math.Clamp(remaining.Ticks / 4, LeastTimeToAnswer.Ticks, MostTimeToAnswer.Ticks);
        return TimeSpan.FromTicks(Math.Clamp(remaining.Ticks - toAnswer, 0, LongestInvocation.Ticks));
    }

    async Task SendWholeAsync(ResponseBuilder response, IReadOnlyList<RecordAnswer> answers, CancellationToken deadline)
    {
        if (answers.Count == 0)
            return;
        var entries = new List<Entry>();
        foreach (var answer in answers)
        {
            if (transformer.Pack(answer.Record.Base64.Span, BytesPerRecord) is { } records)
                entries.AddRange(records.Select(data => new Entry(answer, data)));
            else
                response.Fail(answer, TooLarge);
        }
        var (refused, reason) = await SendAsync(entries, deadline);
        foreach (var answer in refused.Select(entry => entry.Answer).Distinct())
            response.Fail(answer, reason);
        await SendWholeAsync(response, response.MakeRoom(), deadline);
    }

    async Task SendInTwoAsync(ResponseBuilder response, RecordAnswer answer, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested)
        {
            response.Fail(answer, NoTime);
            return;
        }
        if (transformer.Divide(answer.Record.Base64.Span, response.Room, BytesPerRecord) is not { } divided)
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
        var (refused, reason) = await SendAsync([.. divided.Rest.Select(data => new Entry(answer, data))], deadline);
        if (refused.Count > 0)
        {
            response.Fail(answer, reason);
            return;
        }
        // Of several records one could be refused and others not.
        if (divided.First is not [var first] || (await SendAsync([new Entry(answer, first)], deadline)).Refused.Count > 0)
        {
            response.Answer(answer, divided.Lines);
            transformer.KeepLines();
        }
    }

    /// <summary>Sends until all is taken or the time is up.</summary>
    /// <returns>What was not taken, and why.</returns>
    async Task<(IReadOnlyList<Entry> Refused, string Reason)> SendAsync(IReadOnlyList<Entry> entries, CancellationToken deadline)
    {
        var waiting = new Queue<Entry>(entries);
        var reason = "there was no time left";
        var delay = TimeSpan.FromMilliseconds(100);
        List<Entry> call = [];
        try
        {
            while (waiting.Count > 0)
            {
                deadline.ThrowIfCancellationRequested();
                call = TakeCall(waiting);
                var (refused, why) = await PutAsync(call, deadline);
                call = [];
                if (refused.Count == 0)
                    continue;
                reason = why;
                refused.ForEach(waiting.Enqueue);
                // Full jitter: callers that were throttled together do not come back together.
                await Task.Delay(delay * Random.Shared.NextDouble(), time, deadline);
                delay = delay < TimeSpan.FromSeconds(5) ? delay * 2 : delay;
            }
        }
        catch (OperationCanceledException)
        {
            // The reason is the last refusal's.
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException)
        {
            reason = exception.Message;
        }
        return ([.. call, .. waiting], $"it could not be sent back to the delivery stream: {reason}");
    }

    async Task<(List<Entry> Refused, string Reason)> PutAsync(List<Entry> call, CancellationToken deadline)
    {
        var request = new PutRecordBatchRequest
        {
            DeliveryStreamName = deliveryStreamName,
            Records = [.. call.Select(entry => new Record { Data = new MemoryStream(entry.Data, 0, entry.Data.Length, writable: false, publiclyVisible: true) })],
        };
        try
        {
            var response = await firehose.PutRecordBatchAsync(request, deadline);
            var answers = response.RequestResponses ?? [];
            var refused = call.Where((_, place) => IsRefused(answers.ElementAtOrDefault(place), response)).ToList();
            var error = answers.Find(answer => !string.IsNullOrEmpty(answer.ErrorCode));
            return (refused, error is null ? "Firehose did not say what became of it" : $"{error.ErrorCode}: {error.ErrorMessage}");
        }
        catch (Exception exception) when (MayPass(exception))
        {
            return (call, exception.Message);
        }
    }

    static bool IsRefused(PutRecordBatchResponseEntry? answer, PutRecordBatchResponse response) =>
        answer is null ? response.FailedPutCount != 0 : !string.IsNullOrEmpty(answer.ErrorCode);

    // After AWSSDK.Core's own three tries.
    static bool MayPass(Exception exception) => exception switch
    {
        AmazonServiceException service =>
            service.StatusCode >= HttpStatusCode.InternalServerError || service.StatusCode == HttpStatusCode.TooManyRequests
            || service.ErrorCode is "ThrottlingException" or "Throttling" or "LimitExceededException",
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

    sealed record Entry(RecordAnswer Answer, byte[] Data);
}
