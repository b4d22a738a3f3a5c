using System.IO.Compression;
using CsCheck;

namespace Decompressor.Tests;

/// <summary>
/// Sends records back into a stream until it is empty. The loop ends, and each log event is answered exactly once, whichever records
/// Firehose refuses.
/// </summary>
public sealed class StreamTests
{
    static readonly int Streams = Figures.Setting("FLOWLOGS_STREAMS", 10);

    // A record is divided at most log2(events) times, and each round answers or divides at least one record.
    const int MostRounds = 60;

    static readonly Gen<(int Events, int Padding, bool WithFields, int Payloads)> Record = Gen.Select(
        Gen.Frequency((6, Gen.Int[1, 2_000]), (3, Gen.Int[5_000, 15_000]), (2, Gen.Int[20_000, 50_000])),
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[1_000, 3_000])), Gen.Bool, Gen.Int[1, 3]);

    [Fact]
    public async Task Every_log_event_is_answered_exactly_once_and_the_stream_runs_dry()
    {
        await using var function = await Invoked.StartAsync();
        var (rounds, events) = (0, 0);

        await Gen.Select(Record.Array[1, 5], Gen.Int[0, 5], Gen.Int[1, 8]).SampleAsync(
            async (specification, refusal, batchSize) =>
            {
                var next = 0;
                var records = new Queue<byte[]>(specification.Select(record =>
                {
                    var first = next;
                    next += record.Padding > 0 ? record.Events % 3_000 : record.Events;
                    return Build(Enumerable.Range(first, next - first).ToArray(), record.Padding, record.WithFields, record.Payloads);
                }));
                // Firehose refuses some entries, but none forever.
                function.Firehose.Refuses = (call, place) => refusal > 0 && (call + place) % 6 < refusal && call % 3 != 2;

                var stored = await RunAsync(function, records, batchSize, MostRounds);

                Assert.Equal(Enumerable.Range(0, next), stored.Answered.Order());
                Assert.Empty(stored.Failed);
                rounds += stored.Rounds;
                events += next;
            },
            iter: Streams, threads: 1);

        Figures.Tell($"Decompressor: {Streams} streams with {events} log events in {rounds} rounds, none lost and none doubled");
    }

    [Fact]
    public async Task A_stream_of_records_that_are_all_too_large_runs_dry()
    {
        await using var function = await Invoked.StartAsync();
        var records = new Queue<byte[]>(Enumerable.Range(0, 4).Select(place => LogEvents.Record(Enumerable.Range(place * 25_000, 25_000))));

        var stored = await RunAsync(function, records, batchSize: 10, MostRounds);

        Assert.Equal(Enumerable.Range(0, 100_000), stored.Answered.Order());
    }

    [Fact]
    public async Task Events_too_large_for_a_response_are_ProcessingFailed_and_all_others_stored()
    {
        await using var function = await Invoked.StartAsync();
        var giants = new[] { 7, 70, 7_000 };
        var records = new Queue<byte[]>([Gzipped.Of(
            string.Concat(giants.Select(number => LogEvents.Payload([number], padding: 4_900_000)))
                + LogEvents.Payload(Enumerable.Range(10_000, 20_000)), CompressionLevel.Optimal)]);

        var stored = await RunAsync(function, records, batchSize: 10, MostRounds);

        Assert.Equal(Enumerable.Range(10_000, 20_000), stored.Answered.Order());
        Assert.Equal(giants, stored.Failed.Order());
    }

    [Fact]
    public async Task Two_events_of_which_one_fills_a_response_do_not_loop_forever()
    {
        await using var function = await Invoked.StartAsync();
        var records = new Queue<byte[]>(
            [Gzipped.Of(LogEvents.Payload([1]) + LogEvents.Payload([7, 14], padding: 4_700_000), CompressionLevel.Optimal)]);

        var stored = await RunAsync(function, records, batchSize: 1, MostRounds);

        Assert.Equal([1, 7, 14], stored.Answered.Order());
        Assert.InRange(stored.Rounds, 2, 6);
    }

    static async Task<(List<int> Answered, List<int> Failed, int Rounds)> RunAsync(Invoked function, Queue<byte[]> records, int batchSize,
        int mostRounds)
    {
        List<int> answered = [], failed = [];
        var rounds = 0;
        while (records.Count > 0)
        {
            Assert.True(++rounds <= mostRounds, $"{records.Count} records are still in the stream after {mostRounds} rounds");
            var batch = new List<byte[]>();
            // Firehose sends at most 6 MiB in one event.
            while (batch.Count < batchSize && records.TryPeek(out var record) && batch.Append(record).Sum(data => data.Length) < 4_000_000)
                batch.Add(records.Dequeue());
            function.Firehose.Calls.Clear();
            function.Firehose.Taken.Clear();

            var answers = await function.InvokeAsync([.. batch.Select((data, place) => Sent.Of($"{place}", data))]);

            foreach (var (answer, data) in answers.Zip(batch))
            {
                if (answer.Result == "Ok")
                    answered.AddRange(LogEvents.InLines(answer.Bytes));
                else if (answer.Result == "ProcessingFailed")
                    failed.AddRange(LogEvents.InRecord(data));
            }
            foreach (var data in function.Firehose.Taken)
                records.Enqueue(data);
        }
        return (answered, failed, rounds);
    }

    static byte[] Build(int[] numbers, int padding, bool withFields, int payloads) =>
        Gzipped.Of(string.Concat(numbers.Chunk((numbers.Length / payloads) + 1)
            .Select(part => LogEvents.Payload(part, padding, withFields))));
}
