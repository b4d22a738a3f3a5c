using System.Buffers.Text;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using FirehoseRecord = Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseEvent.FirehoseRecord;

namespace Decompressor;

/// <summary>
/// Sends records whose lines do not fit the response back to the delivery stream, in parts small enough to fit the next time.
/// Source: "PutRecordBatch", Amazon Data Firehose API Reference.
/// </summary>
public sealed class Reingestion(IAmazonKinesisFirehose firehose, string deliveryStreamName, TimeProvider time)
{
    /// <summary>The most records of one call.</summary>
    public const int RecordsPerCall = 500;

    /// <summary>The most bytes of one call, 4 MiB; counted here in base64, as they travel.</summary>
    public const int BytesPerCall = 4 * 1024 * 1024;

    /// <summary>The time that is left for the answer itself: a response of 6 MiB is written and sent in far less.</summary>
    static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(2);

    /// <summary>Sends the records back.</summary>
    /// <param name="records">Records that a later invocation can answer: whole, or those that alone are too large in parts.</param>
    /// <param name="remaining">What is left of the invocation's time.</param>
    /// <returns>The records that could not be sent back, each with the reason.</returns>
    public async Task<IReadOnlyList<(FirehoseRecord Record, string Reason)>> SendBackAsync(IReadOnlyList<(FirehoseRecord Record, bool IsTooLarge)> records, TimeSpan remaining)
    {
        var failed = new List<(FirehoseRecord, string)>();
        var parts = new List<Part>();
        foreach (var (record, isTooLarge) in records)
        {
            var data = Convert.FromBase64String(record.Base64EncodedData!);
            var split = isTooLarge ? PayloadSplitter.Split(data) : [data];
            if (split is null)
                failed.Add((record, "its one log event alone does not fit a response"));
            else
                parts.AddRange(split.Select(part => new Part(record, part)));
        }
        if (parts.Count == 0)
            return failed;

        using var deadline = new CancellationTokenSource(remaining > TimeToAnswer ? remaining - TimeToAnswer : TimeSpan.Zero, time);
        var (left, reason) = await SendAsync(parts, deadline.Token);
        failed.AddRange(left.Select(part => part.Source).Distinct().Select(record => (record, reason)));
        return failed;
    }

    async Task<(List<Part> Left, string Reason)> SendAsync(List<Part> parts, CancellationToken deadline)
    {
        var waiting = new Queue<Part>(parts);
        var reason = "the time was up before it could be sent back";
        var delay = TimeSpan.FromMilliseconds(100);
        var call = new List<Part>();
        try
        {
            while (waiting.Count > 0)
            {
                deadline.ThrowIfCancellationRequested();
                call = TakeCall(waiting);
                var refused = await PutAsync(call, deadline);
                call = [];
                if (refused.Count == 0)
                    continue;
                reason = refused[0].Reason;
                foreach (var (part, _) in refused)
                    waiting.Enqueue(part);
                // Full jitter: callers that were throttled together do not come back together.
                await Task.Delay(delay * Random.Shared.NextDouble(), time, deadline);
                delay = delay < TimeSpan.FromSeconds(5) ? delay * 2 : delay;
            }
        }
        catch (OperationCanceledException)
        {
            reason = $"could not be sent back to the delivery stream in time: {reason}";
        }
        catch (AmazonServiceException exception)
        {
            reason = $"could not be sent back to the delivery stream: {exception.Message}";
        }
        catch (AmazonClientException exception)
        {
            reason = $"could not be sent back to the delivery stream: {exception.Message}";
        }
        return ([.. call, .. waiting], reason);
    }

    async Task<List<(Part Part, string Reason)>> PutAsync(List<Part> call, CancellationToken deadline)
    {
        var response = await firehose.PutRecordBatchAsync(
            new PutRecordBatchRequest
            {
                DeliveryStreamName = deliveryStreamName,
                Records = [.. call.Select(part => new Record { Data = new MemoryStream(part.Data, writable: false) })],
            },
            deadline);
        return [.. call
            .Zip(response.RequestResponses ?? [])
            .Where(pair => !string.IsNullOrEmpty(pair.Second.ErrorCode))
            .Select(pair => (pair.First, $"{pair.Second.ErrorCode}: {pair.Second.ErrorMessage}"))];
    }

    static List<Part> TakeCall(Queue<Part> waiting)
    {
        var call = new List<Part>();
        long bytes = 0;
        while (waiting.TryPeek(out var part) && call.Count < RecordsPerCall)
        {
            bytes += Base64.GetMaxEncodedToUtf8Length(part.Data.Length);
            if (bytes > BytesPerCall && call.Count > 0)
                break;
            call.Add(waiting.Dequeue());
        }
        return call;
    }

    sealed record Part(FirehoseRecord Source, byte[] Data);
}
