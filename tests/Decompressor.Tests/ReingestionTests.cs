using System.Net;

namespace Decompressor.Tests;

/// <summary>Faults of PutRecordBatch: no record is lost, duplicates are few, and the answer precedes the deadline.</summary>
public sealed class ReingestionTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Two of these records exceed one response. The large one exceeds any response.</summary>
    static readonly byte[] Small = LogEvents.Record(Enumerable.Range(0, 12_000));
    static readonly byte[] Pushed = LogEvents.Record(Enumerable.Range(20_000, 12_000));
    static readonly byte[] Large = LogEvents.Record(Enumerable.Range(40_000, 40_000));

    /// <summary>Answers that do not say whether Firehose has accepted the records.</summary>
    static readonly Dictionary<string, FirehoseAnswer> Lost = new()
    {
        ["connection reset"] = (_, _) => throw new HttpRequestException("Connection reset by peer"),
        ["truncated answer"] = (_, _) => throw new IOException("The response ended prematurely."),
        ["time-out"] = (_, _) => throw new TimeoutException("The operation timed out."),
        ["500"] = (_, _) => Task.FromResult(SendingBack.Error(500, "InternalFailure")),
        ["503"] = (_, _) => Task.FromResult(SendingBack.Error(503, "ServiceUnavailableException")),
        ["HTML"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, "<html>")),
        ["empty"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, "")),
        ["no entries"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, "{}")),
        ["null entries"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, """{"FailedPutCount":0,"RequestResponses":null}""")),
        ["fewer entries"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, """{"FailedPutCount":0,"RequestResponses":[]}""")),
        ["entry without id"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, """{"FailedPutCount":0,"RequestResponses":[{}]}""")),
        ["empty id"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, """{"FailedPutCount":0,"RequestResponses":[{"RecordId":""}]}""")),
        ["empty error"] = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, """{"FailedPutCount":1,"RequestResponses":[{"ErrorCode":""}]}""")),
    };

    /// <summary>Answers that say that Firehose has not accepted the records, but may accept them later.</summary>
    static readonly Dictionary<string, FirehoseAnswer> Throttled = new()
    {
        ["ThrottlingException"] = (_, _) => Task.FromResult(SendingBack.Error(400, "ThrottlingException")),
        ["LimitExceededException"] = (_, _) => Task.FromResult(SendingBack.Error(400, "LimitExceededException")),
        ["429"] = (_, _) => Task.FromResult(SendingBack.Error(429, "TooManyRequests")),
        ["refused entries"] = (records, _) => Task.FromResult(SendingBack.Entries(records.Select(_ => false))),
    };

    public static TheoryData<string> LostAnswers => [.. Lost.Keys];

    public static TheoryData<string> ThrottlingAnswers => [.. Throttled.Keys];

    [Fact]
    public async Task Only_refused_entries_are_sent_again()
    {
        var firehose = new SendingBack();
        byte[][] records = [Small, .. Enumerable.Range(0, 6)
            .Select(place => LogEvents.Record(Enumerable.Range(100_000 + (place * 20_000), 12_000)))];
        firehose.Answer = (sent, _) => Task.FromResult(SendingBack.Entries(
            sent.Select((_, place) => (firehose.Calls.Count, place) is not ((1, 1) or (1, 4) or (2, 1)))));

        var answers = await firehose.InvokeAsync(Minute, [.. records.Select((data, place) => Sent.Of($"{place}", data))]);

        Assert.Equal(["Ok", .. Enumerable.Repeat("Dropped", 6)], answers.Select(answer => answer.Result));
        Assert.Equal([6, 2, 1], firehose.Calls.Select(call => call.Count));
        Assert.Equal([records[2], records[5]], firehose.Calls[1]);
        Assert.Equal([records[5]], firehose.Calls[2]);
    }

    [Theory]
    [MemberData(nameof(ThrottlingAnswers))]
    public async Task Throttled_records_are_sent_until_they_are_accepted(string fault)
    {
        var firehose = new SendingBack();
        firehose.Answer = (records, cancellation) =>
            firehose.Calls.Count <= 6 ? Throttled[fault](records, cancellation) : Task.FromResult(SendingBack.Accept(records));

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed));

        Assert.Equal(["Ok", "Dropped"], answers.Select(answer => answer.Result));
        Assert.Equal(7, firehose.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(ThrottlingAnswers))]
    public async Task Records_throttled_until_the_deadline_are_ProcessingFailed(string fault)
    {
        var firehose = new SendingBack { Answer = Throttled[fault] };

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed), Sent.Of("c", Large));

        AssertKept(answers, Pushed, Large);
        Assert.InRange(firehose.Elapsed.TotalSeconds, 50, 57);
        Assert.All(firehose.Reasons, reason =>
            Assert.Contains(reason.Contains("Exception", StringComparison.Ordinal) ? "Slow down." : "", reason));
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Records_whose_answer_is_lost_twice_are_sent_again(string fault)
    {
        var firehose = new SendingBack();
        firehose.Answer = (records, cancellation) =>
            firehose.Calls.Count <= 2 ? Lost[fault](records, cancellation) : Task.FromResult(SendingBack.Accept(records));

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed));

        Assert.Equal(["Ok", "Dropped"], answers.Select(answer => answer.Result));
        Assert.Equal(3, firehose.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Records_whose_answer_is_always_lost_are_sent_three_times(string fault)
    {
        var firehose = new SendingBack { Answer = Lost[fault] };

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed));

        AssertKept(answers, Pushed);
        Assert.Equal(Reingestion.MostUnknownOutcomes, firehose.Calls.Count);
        Assert.InRange(firehose.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Lost_answers_are_counted_for_each_record_beside_refusals()
    {
        var firehose = new SendingBack();
        // The two faults alternate.
        firehose.Answer = (records, cancellation) =>
            (firehose.Calls.Count % 2 == 0 ? Lost["500"] : Throttled["429"])(records, cancellation);

        await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed));

        Assert.Equal(2 * Reingestion.MostUnknownOutcomes, firehose.Calls.Count);
    }

    [Fact]
    public async Task An_entry_with_an_id_is_accepted_beside_entries_without()
    {
        var firehose = new SendingBack
        {
            Answer = (_, _) => Task.FromResult(SendingBack.Json(HttpStatusCode.OK, """{"FailedPutCount":0,"RequestResponses":[{"RecordId":"1"}]}""")),
        };
        byte[] other = LogEvents.Record(Enumerable.Range(60_000, 12_000));

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed), Sent.Of("c", other));

        // Each call accepts its first record.
        Assert.Equal(["Ok", "Dropped", "Dropped"], answers.Select(answer => answer.Result));
        Assert.Equal([[Pushed, other], [other]], firehose.Calls);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", "no such stream")]
    [InlineData("InvalidArgumentException", "not like this")]
    [InlineData("AccessDeniedException", "is not authorized")]
    [InlineData("ExpiredTokenException", "The security token included in the request is expired")]
    [InlineData("InvalidKMSResourceException", "KMS")]
    public async Task A_permanent_refusal_is_not_repeated(string type, string message)
    {
        var firehose = new SendingBack { Answer = (_, _) => Task.FromResult(SendingBack.Error(400, type, message)) };

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed), Sent.Of("c", Large));

        AssertKept(answers, Pushed, Large);
        Assert.Equal(2, firehose.Calls.Count);
        Assert.All(firehose.Reasons, reason => Assert.Equal($"It could not be sent back to the delivery stream: {message}", reason));
    }

    [Fact]
    public async Task An_unanswered_call_ends_at_the_deadline()
    {
        var firehose = new SendingBack();
        firehose.Answer = (_, cancellation) => firehose.TooLateAsync(cancellation);

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Small), Sent.Of("b", Pushed), Sent.Of("c", Large));

        AssertKept(answers, Pushed, Large);
        Assert.InRange(firehose.Elapsed.TotalSeconds, 50, 57);
    }

    [Fact]
    public async Task After_the_deadline_no_record_is_read_or_sent()
    {
        var firehose = new SendingBack();

        var answers = await firehose.InvokeAsync(TimeSpan.Zero, Sent.Of("a", Small), Sent.Of("b", Large));

        Assert.Equal(["ProcessingFailed", "ProcessingFailed"], answers.Select(answer => answer.Result));
        Assert.Equal(["Timed out before the record was read.", "Timed out before the record was read."], firehose.Reasons);
        Assert.Empty(firehose.Calls);
    }

    [Fact]
    public async Task Accepted_records_are_Dropped_and_all_others_ProcessingFailed()
    {
        var firehose = new SendingBack();
        byte[][] records = [Small, .. Enumerable.Range(0, 4)
            .Select(place => LogEvents.Record(Enumerable.Range(100_000 + (place * 20_000), 12_000)))];
        firehose.Answer = (sent, _) => Task.FromResult(firehose.Calls.Count == 1
            ? SendingBack.Entries(sent.Select((_, place) => place % 2 == 0))
            : SendingBack.Error(400, "ResourceNotFoundException", "It was deleted."));

        var answers = await firehose.InvokeAsync(Minute, [.. records.Select((data, place) => Sent.Of($"{place}", data))]);

        Assert.Equal(["Ok", "Dropped", "ProcessingFailed", "Dropped", "ProcessingFailed"], answers.Select(answer => answer.Result));
    }

    [Fact]
    public async Task A_divided_record_whose_rest_is_refused_is_ProcessingFailed()
    {
        var firehose = new SendingBack();
        firehose.Answer = (records, cancellation) => firehose.Calls.Count == 1
            ? Throttled["refused entries"](records, cancellation)
            : Task.FromResult(SendingBack.Error(400, "ResourceNotFoundException", "It was deleted."));

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", Large));

        Assert.Equal([("ProcessingFailed", Convert.ToBase64String(Large))], answers.Select(answer => (answer.Result, answer.Data)));
        Assert.Equal(2, firehose.Calls.Count);
        Assert.Single(firehose.Calls.Select(call => call.Single().Length).Distinct());
    }

    [Fact]
    public async Task A_divided_record_whose_first_part_is_refused_is_answered_as_lines()
    {
        var firehose = new SendingBack();
        firehose.Answer = (records, _) => Task.FromResult(firehose.Calls.Count == 1
            ? SendingBack.Accept(records)
            : SendingBack.Error(400, "ResourceNotFoundException", "It was deleted."));

        var answers = await firehose.InvokeAsync(Minute, Sent.Of("a", LogEvents.Record([1, 7])), Sent.Of("b", Large));

        Assert.Equal(["Ok", "Ok"], answers.Select(answer => answer.Result));
        var rest = LogEvents.InRecord(firehose.Calls[0].Single());
        var answered = LogEvents.InLines(answers[1].Bytes);
        Assert.NotEmpty(answered);
        Assert.Equal(Enumerable.Range(40_000, 40_000), answered.Concat(rest).Order());
    }

    static void AssertKept(Answer[] answers, params byte[][] kept)
    {
        Assert.Equal("Ok", answers[0].Result);
        Assert.Equal(kept.Select(data => ("ProcessingFailed", Convert.ToBase64String(data))),
            answers[1..].Select(answer => (answer.Result, answer.Data!)));
    }
}
