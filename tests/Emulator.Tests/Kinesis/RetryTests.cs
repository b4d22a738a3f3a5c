using System.Text.Json.Nodes;
using Emulator.Lambda;
using static Emulator.Tests.Kinesis.PlayedFunction;

namespace Emulator.Tests.Kinesis;

public sealed class RetryTests
{
    static readonly (string, string, long)[] Four = [("k", "a", 0), ("k", "b", 0), ("k", "c", 0), ("k", "d", 0)];

    readonly PlayedFunction _function = new();

    [Fact]
    public async Task A_failed_batch_is_retried_with_the_same_state()
    {
        _function.Next(Count).Next(Error).Next(Error);

        await _function.RunAsync(Mapping with { BatchSize = 2 }, Four);

        Assert.Equal(
            ["00:00 [a b] {}", """00:00 [c d] {"n":2}""", """00:00 [c d] {"n":2}""", """00:00 [c d] {"n":2}""", """00:00 [] {"n":4} final"""],
            _function.Calls);
    }

    [Fact]
    public async Task A_failed_window_end_is_retried()
    {
        _function.Next(Count).Next(Error);

        await _function.RunAsync(Mapping, Four);

        Assert.Equal(["00:00 [a b c d] {}", """00:00 [] {"n":4} final""", """00:00 [] {"n":4} final"""], _function.Calls);
    }

    [Fact]
    public async Task A_batch_that_exceeds_the_mappings_retries_ends_the_run()
    {
        _function.Next(Count).Next(Error).Next(Error).Next(Error);

        var error = await Assert.ThrowsAsync<FunctionException>(() => _function.RunAsync(Mapping, Four));

        Assert.Equal(
            "Fn failed 3 times in a row on the end of the window from 1970-01-01 00:00:00Z of shardId-000000000000: Oops: not now.",
            error.Message);
        Assert.Equal(4, _function.Events.Count);
    }

    [Fact]
    public async Task A_mapping_without_a_retry_limit_gives_up_in_local_mode()
    {
        for (var i = 0; i < 20; i++)
            _function.Next(Error);

        var error = await Assert.ThrowsAsync<FunctionException>(() => _function.RunAsync(Mapping with { MaximumRetryAttempts = -1 }, Four));

        Assert.StartsWith("Fn failed 11 times in a row on 4 records from 49", error.Message);
    }

    [Fact]
    public async Task An_error_stops_waiting_producers()
    {
        for (var i = 0; i < 3; i++)
            _function.Next(Error);

        await Assert.ThrowsAsync<FunctionException>(() =>
            _function.RunAsync(Mapping, [.. Enumerable.Range(0, 1000).Select(i => ("k", "a", i * 900L))]));

        Assert.Equal(3, _function.Events.Count);
    }

    [Fact]
    public async Task A_failed_batch_is_bisected_and_both_halves_build_one_state()
    {
        _function.Next(Error).Next(Error);

        await _function.RunAsync(Mapping with { BisectsBatchOnFunctionError = true, MaximumRetryAttempts = 0 }, Four);

        Assert.Equal(
            ["00:00 [a b c d] {}", "00:00 [a b] {}", "00:00 [a] {}", """00:00 [b] {"n":1}""", """00:00 [c d] {"n":2}""", """00:00 [] {"n":4} final"""],
            _function.Calls);
    }

    [Fact]
    public async Task Records_from_the_first_reported_failure_on_are_retried()
    {
        _function.Next(call => Answer($$"""{"state":{"n":1},"batchItemFailures":[{"itemIdentifier":"{{Sequence(call, 3)}}"},{"itemIdentifier":"{{Sequence(call, 1)}}"}]}"""));

        await _function.RunAsync(Mapping, Four);

        Assert.Equal(["00:00 [a b c d] {}", """00:00 [b c d] {"n":1}""", """00:00 [] {"n":4} final"""], _function.Calls);
    }

    [Theory]
    [InlineData("""{"batchItemFailures":[]}""")]
    [InlineData("""{"state":null}""")]
    [InlineData("""{"state":{},"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"state":{},"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"state":{},"batchItemFailures":[{"itemIdentifier":"\ud800"}]}""")]
    [InlineData("""{"state":{},"batchItemFailures":[{"id":"1"}]}""")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task An_answer_without_a_state_or_with_an_unknown_record_is_a_failure(string answer)
    {
        _function.Next(_ => Answer(answer));

        await _function.RunAsync(Mapping, Four);

        Assert.Equal(["00:00 [a b c d] {}", "00:00 [a b c d] {}", """00:00 [] {"n":4} final"""], _function.Calls);
    }

    [Theory]
    [InlineData(true, """{"state":{"n":4}}""")]
    [InlineData(true, """{"state":{"n":4},"batchItemFailures":null}""")]
    [InlineData(false, """{"state":{"n":4},"batchItemFailures":[{"itemIdentifier":""}]}""")]
    public async Task An_answer_without_failures_is_a_success(bool reports, string answer)
    {
        _function.Next(_ => Answer(answer));

        await _function.RunAsync(Mapping with { ReportsBatchItemFailures = reports }, Four);

        Assert.Equal(["00:00 [a b c d] {}", """00:00 [] {"n":4} final"""], _function.Calls);
    }

    static string Sequence(JsonNode call, int place) => call["Records"]![place]!["kinesis"]!["sequenceNumber"]!.GetValue<string>();
}
