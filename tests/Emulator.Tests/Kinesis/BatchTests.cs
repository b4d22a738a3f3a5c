using static Emulator.Tests.Kinesis.PlayedFunction;

namespace Emulator.Tests.Kinesis;

public sealed class BatchTests
{
    readonly PlayedFunction _function = new();

    [Fact]
    public async Task A_batch_has_at_most_BatchSize_records()
    {
        await _function.RunAsync(Mapping with { BatchSize = 2 }, ("k", "a", 0), ("k", "b", 0), ("k", "c", 0), ("k", "d", 0), ("k", "e", 0));

        Assert.Equal(["00:00 [a b] {}", """00:00 [c d] {"n":2}""", """00:00 [e] {"n":4}""", """00:00 [] {"n":5} final"""], _function.Calls);
    }

    [Fact]
    public async Task A_batch_waits_no_longer_than_the_batching_window()
    {
        await _function.RunAsync(Mapping, ("k", "a", 0), ("k", "b", 59), ("k", "c", 60), ("k", "d", 119), ("k", "e", 121));

        Assert.Equal(["00:00 [a b] {}", """00:00 [c d] {"n":2}""", """00:00 [e] {"n":4}""", """00:00 [] {"n":5} final"""], _function.Calls);
    }

    [Fact]
    public async Task Without_a_batching_window_a_batch_has_the_records_of_one_second()
    {
        await _function.RunAsync(Mapping with { MaximumBatchingWindow = TimeSpan.Zero }, ("k", "a", 0), ("k", "b", 0), ("k", "c", 1));

        Assert.Equal(["00:00 [a b] {}", """00:00 [c] {"n":2}""", """00:00 [] {"n":3} final"""], _function.Calls);
    }

    [Fact]
    public async Task A_batch_never_exceeds_Lambdas_event_limit()
    {
        var megabyte = new string('x', 1_000_000);

        await _function.RunAsync(Mapping, [.. Enumerable.Range(0, 10).Select(_ => ("k", megabyte, 0L))]);

        Assert.Equal([3, 3, 3, 1, 0], _function.Events.Select(call => call["Records"]!.AsArray().Count));
    }
}
