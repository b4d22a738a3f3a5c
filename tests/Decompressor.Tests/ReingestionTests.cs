using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Decompressor.Tests;

/// <summary>Faults of PutRecordBatch, on purpose: what was promised is kept, and the answer is there before the deadline.</summary>
public sealed class ReingestionTests
{
    /// <summary>Two do not fit one response; the larger fits none.</summary>
    static readonly byte[] Small = LogEvents.Record(Enumerable.Range(0, 12_000));
    static readonly byte[] Pushed = LogEvents.Record(Enumerable.Range(20_000, 12_000));
    static readonly byte[] Large = LogEvents.Record(Enumerable.Range(40_000, 40_000));

    public static TheoryData<string> FaultsThatPass => ["ThrottlingException", "500", "503", "429", "reset", "half a response", "refused entries"];

    public static TheoryData<string, string> FaultsThatStay => new()
    {
        { "ResourceNotFoundException", "no such stream" },
        { "InvalidArgumentException", "not like this" },
        { "AccessDeniedException", "is not authorized" },
        { "ExpiredTokenException", "The security token included in the request is expired" },
        { "InvalidKMSResourceException", "KMS" },
    };

    [Fact]
    public async Task Only_the_entries_that_were_refused_are_sent_again()
    {
        await using var function = await Invoked.StartAsync();
        byte[][] records = [Small, .. Enumerable.Range(0, 6).Select(place => LogEvents.Record(Enumerable.Range(100_000 + (place * 20_000), 12_000)))];
        function.Firehose.Refuses = (call, place) => (call, place) is (0, 1) or (0, 4) or (1, 1);

        var answers = await function.InvokeAsync([.. records.Select((data, place) => Sent.Of($"{place}", data))]);

        Assert.Equal(["Ok", .. Enumerable.Repeat("Dropped", 6)], answers.Select(answer => answer.Result));
        var calls = function.Firehose.Calls.ToArray();
        Assert.Equal([6, 2, 1], calls.Select(call => call.Count));
        Assert.Equal([records[2], records[5]], calls[1]);
        Assert.Equal([records[5]], calls[2]);
        Assert.Equal(6, function.Firehose.Taken.Count);
    }

    [Theory]
    [MemberData(nameof(FaultsThatPass))]
    public async Task A_fault_that_passes_is_sent_over(string fault)
    {
        await using var function = await Invoked.StartAsync();
        var firehose = function.Firehose;
        // More often than AWSSDK.Core itself tries.
        firehose.Before = async (context, _) => firehose.Calls.Count <= 5 && fault != "refused entries" && await FailAsync(context, fault);
        firehose.Refuses = (call, _) => call < 5 && fault == "refused entries";

        var answers = await function.InvokeAsync(Sent.Of("a", Small), Sent.Of("b", Pushed));

        Assert.Equal(["Ok", "Dropped"], answers.Select(answer => answer.Result));
        Assert.Equal([Pushed], firehose.Taken);
    }

    [Theory]
    [MemberData(nameof(FaultsThatStay))]
    public async Task A_fault_that_stays_is_not_tried_until_the_deadline(string type, string message)
    {
        await using var function = await Invoked.StartAsync();
        function.Firehose.Before = (context, _) => LoopbackFirehose.Fail(context, 400, type, message);
        var watch = Stopwatch.StartNew();

        var answers = await function.InvokeAsync(Sent.Of("a", Small), Sent.Of("b", Pushed), Sent.Of("c", Large));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
        AssertKept(answers, Pushed, Large);
        await function.DisposeAsync();
        Assert.Contains(function.Log, line => line.Contains("Record b is kept under the error prefix: it could not be sent back to the delivery stream: ", StringComparison.Ordinal)
            && line.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ThrottlingException")]
    [InlineData("reset")]
    [InlineData("silence")]
    [InlineData("refused entries")]
    public async Task What_fails_for_ever_is_kept_as_it_came_before_the_deadline(string fault)
    {
        await using var function = await Invoked.StartAsync(seconds: 6);
        function.Firehose.Before = async (context, _) => fault != "refused entries" && await FailAsync(context, fault);
        function.Firehose.Refuses = (_, _) => true;
        // The time to start is not the invocation's.
        await function.InvokeAsync();

        var answers = await function.InvokeAsync(Sent.Of("a", Small), Sent.Of("b", Pushed), Sent.Of("c", Large));

        AssertKept(answers, Pushed, Large);
        Assert.Empty(function.Firehose.Taken);
        // The next invocation is none the worse.
        function.Firehose.Reset();
        Assert.Equal(["Ok", "Dropped"], (await function.InvokeAsync(Sent.Of("a", Small), Sent.Of("b", Pushed))).Select(answer => answer.Result));
    }

    [Fact]
    public async Task Of_records_that_go_back_whole_those_that_were_taken_are_dropped_and_only_the_others_kept()
    {
        await using var function = await Invoked.StartAsync();
        byte[][] records = [Small, .. Enumerable.Range(0, 4).Select(place => LogEvents.Record(Enumerable.Range(100_000 + (place * 20_000), 12_000)))];
        function.Firehose.Refuses = (_, place) => place % 2 == 1;
        FailAfterFirst(function.Firehose);

        var answers = await function.InvokeAsync([.. records.Select((data, place) => Sent.Of($"{place}", data))]);

        Assert.Equal(["Ok", "Dropped", "ProcessingFailed", "Dropped", "ProcessingFailed"], answers.Select(answer => answer.Result));
        Assert.Equal([records[1], records[3]], function.Firehose.Taken);
    }

    [Fact]
    public async Task Where_the_rest_of_a_divided_record_is_refused_nothing_of_it_is_sent()
    {
        await using var function = await Invoked.StartAsync();
        function.Firehose.Refuses = (_, _) => true;
        FailAfterFirst(function.Firehose);

        var answers = await function.InvokeAsync(Sent.Of("a", Large));

        Assert.Equal([("ProcessingFailed", Convert.ToBase64String(Large))], answers.Select(answer => (answer.Result, answer.Data)));
        Assert.Empty(function.Firehose.Taken);
        Assert.Equal(2, function.Firehose.Calls.Count);
        Assert.Single(function.Firehose.Calls.Select(call => call.Single().Length).Distinct());
    }

    [Fact]
    public async Task Where_the_first_half_of_a_divided_record_is_refused_its_lines_are_answered()
    {
        await using var function = await Invoked.StartAsync();
        FailAfterFirst(function.Firehose);

        var answers = await function.InvokeAsync(Sent.Of("a", LogEvents.Record([1, 7])), Sent.Of("b", Large));

        Assert.Equal(["Ok", "Ok"], answers.Select(answer => answer.Result));
        var rest = LogEvents.InRecord(Assert.Single(function.Firehose.Taken));
        var answered = LogEvents.InLines(answers[1].Bytes);
        Assert.NotEmpty(answered);
        Assert.Equal(Enumerable.Range(40_000, 40_000), answered.Concat(rest).Order());
    }

    [Fact]
    public async Task Without_time_left_nothing_is_sent()
    {
        await using var function = await Invoked.StartAsync(seconds: 2);
        await function.InvokeAsync();

        var answers = await function.InvokeAsync(Sent.Of("a", Small), Sent.Of("b", Pushed));

        AssertKept(answers, Pushed);
        Assert.Empty(function.Firehose.Calls);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"FailedPutCount":1,"RequestResponses":[]}""")]
    [InlineData("""{"FailedPutCount":1,"RequestResponses":[{"ErrorCode":"InternalFailure"}]}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task An_answer_that_does_not_say_that_a_record_was_taken_is_none(string body)
    {
        await using var function = await Invoked.StartAsync(seconds: 5);
        function.Firehose.Before = async (context, _) =>
        {
            await context.Response.WriteAsync(body);
            return true;
        };
        await function.InvokeAsync();

        var answers = await function.InvokeAsync(Sent.Of("a", Small), Sent.Of("b", Pushed));

        AssertKept(answers, Pushed);
    }

    static void FailAfterFirst(LoopbackFirehose firehose) => firehose.Before = async (context, _) =>
        firehose.Calls.Count > 1 && await LoopbackFirehose.Fail(context, 400, "ResourceNotFoundException", "It was deleted.");

    static async Task<bool> FailAsync(HttpContext context, string fault)
    {
        switch (fault)
        {
            case "reset":
                context.Abort();
                return true;
            case "half a response":
                context.Response.ContentLength = 1_000;
                await context.Response.WriteAsync("{\"FailedPutCount\":");
                context.Abort();
                return true;
            case "silence":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            default:
                return await LoopbackFirehose.Fail(context, int.TryParse(fault, out var status) ? status : 400, status == 0 ? fault : "ServiceUnavailableException");
        }
    }

    static void AssertKept(Answer[] answers, params byte[][] kept)
    {
        Assert.Equal("Ok", answers[0].Result);
        Assert.Equal(kept.Select(data => ("ProcessingFailed", Convert.ToBase64String(data))), answers[1..].Select(answer => (answer.Result, answer.Data!)));
    }
}
