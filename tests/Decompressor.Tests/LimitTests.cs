using System.IO.Compression;

namespace Decompressor.Tests;

/// <summary>Responses below, at and above Lambda's limit.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    /// <summary>
    /// A record whose lines leave 100,000 bytes of the response: enough to drop further records, too little for their lines.
    /// </summary>
    static readonly byte[] Filling = LogEvents.Record([7], padding: (6_291_456 - 100_000) / 4 * 3);

    Invoked _function = null!;

    public async ValueTask InitializeAsync() => _function = await Invoked.StartAsync();

    public ValueTask DisposeAsync() => _function.DisposeAsync();

    [Fact]
    public async Task A_response_is_filled_to_its_last_byte()
    {
        const string around = """{"records":[{"recordId":"","result":"Ok","data":""}]}""", line = """{"unparsed":"misfit 7 "}""" + "\n";
        var most = (6_291_456 - around.Length) / 4 * 3;

        var fits = await _function.InvokeAsync(Sent.Of("", LogEvents.Record([7], padding: most - line.Length)));
        var fitsNot = await _function.InvokeAsync(Sent.Of("", LogEvents.Record([7], padding: most - line.Length + 1)));

        Assert.Equal(most, fits[0].Bytes.Length);
        Assert.Equal("ProcessingFailed", fitsNot[0].Result);
        Assert.Empty(_function.Firehose.Calls);
    }

    [Fact]
    public async Task A_record_that_does_not_fit_is_sent_back_unchanged_and_dropped()
    {
        // Each has 2.1 MB of lines, so two fit.
        var records = Enumerable.Range(0, 5).Select(place => LogEvents.Record(Enumerable.Range(place * 10_000, 8_000))).ToArray();

        var answers = await _function.InvokeAsync([.. records.Select((data, place) => Sent.Of($"{place}", data))]);

        Assert.Equal(["Ok", "Ok", "Dropped", "Dropped", "Dropped"], answers.Select(answer => answer.Result));
        Assert.Equal(records[2..], _function.Firehose.Taken);
    }

    [Fact]
    public async Task Records_after_one_that_does_not_fit_may_still_fit()
    {
        var answers = await _function.InvokeAsync(
            Sent.Of("a", LogEvents.Record(Enumerable.Range(0, 15_000))), Sent.Of("b", LogEvents.Record(Enumerable.Range(20_000, 15_000))),
            Sent.Of("c", LogEvents.Record([1])));

        Assert.Equal(["Ok", "Dropped", "Ok"], answers.Select(answer => answer.Result));
    }

    [Fact]
    public async Task A_record_of_60_MB_is_sent_back_in_parts_with_all_events()
    {
        var numbers = Enumerable.Range(0, 140_000).ToList();
        var data = LogEvents.Record(numbers, withFields: true, level: CompressionLevel.Optimal);
        Assert.InRange(LogEvents.Payload(numbers, withFields: true).Length, 60_000_000, 67_108_864);

        var answers = await _function.InvokeAsync(Sent.Of("a", data));

        Assert.Equal(("Dropped", null), (answers[0].Result, answers[0].Data));
        var records = _function.Firehose.Taken.Select(LogEvents.InRecord).ToArray();
        Assert.Equal(numbers, records.SelectMany(record => record).Order());
        Assert.All(records, record => Assert.InRange(record.Count, 1, numbers.Count - 1));
    }

    [Fact]
    public async Task A_record_larger_than_any_response_is_sent_back_beside_a_full_response()
    {
        const string line = """{"unparsed":"misfit 7 "}""" + "\n";
        var full = LogEvents.Record([7], padding: 4_718_400 - line.Length);
        var large = LogEvents.Record(Enumerable.Range(0, 25_000).Where(LogEvents.Fits));

        var answers = await _function.InvokeAsync(Sent.Of("a", full), Sent.Of("b", large));

        Assert.Equal(["Ok", "Dropped"], answers.Select(answer => answer.Result));
        Assert.Equal([large], _function.Firehose.Taken);
    }

    [Fact]
    public async Task Records_that_are_sent_back_keep_the_envelope_of_their_payload()
    {
        var payloads = LogEvents.Payload(Enumerable.Range(0, 12_000)) + """{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"1","message":"check"}]}"""
            + LogEvents.Payload(Enumerable.Range(12_000, 12_000)).Replace("eni-1-all", "eni-2-all", StringComparison.Ordinal);

        var answers = await _function.InvokeAsync(Sent.Of("a", Gzipped.Of(payloads)));

        Assert.Equal("Dropped", answers[0].Result);
        Assert.Equal(
            [LogEvents.Payload(Enumerable.Range(12_000, 12_000)).Replace("eni-1-all", "eni-2-all", StringComparison.Ordinal),
                LogEvents.Payload(Enumerable.Range(0, 12_000))],
            _function.Firehose.Taken.Select(LogEvents.Inflate));
    }

    [Fact]
    public async Task Unreadable_records_beside_large_ones_stay_within_the_response_limit()
    {
        var random = new Random(1);
        var noise = new byte[700_000];
        random.NextBytes(noise);
        byte[] first = LogEvents.Record(Enumerable.Range(0, 8_000)), second = LogEvents.Record(Enumerable.Range(0, 12_000));

        var answers = await _function.InvokeAsync(
            Sent.Of("a", first), Sent.Of("b", noise), Sent.Of("c", second), new Sent("d", new string('"', 500_000)), Sent.Of("e", noise));

        Assert.Equal(["Ok", "ProcessingFailed", "Dropped", "ProcessingFailed", "ProcessingFailed"],
            answers.Select(answer => answer.Result));
        Assert.Equal([second], _function.Firehose.Taken);
    }

    [Fact]
    public async Task The_largest_event_of_unreadable_records_is_returned_unchanged()
    {
        var noise = new byte[2_200_000];
        new Random(1).NextBytes(noise);
        var large = LogEvents.Record(Enumerable.Range(0, 16_000));

        var answers = await _function.InvokeAsync(Sent.Of("a", large), Sent.Of("b", noise), Sent.Of("c", noise));

        // The required parts of the response leave no room for the lines of the first record.
        Assert.Equal([("Dropped", null), ("ProcessingFailed", Convert.ToBase64String(noise)),
            ("ProcessingFailed", Convert.ToBase64String(noise))],
            answers.Select(answer => (answer.Result, answer.Data)));
        Assert.Equal([large], _function.Firehose.Taken);
    }

    [Fact]
    public async Task An_event_larger_than_any_response_is_ProcessingFailed_and_its_neighbours_are_sent_back()
    {
        string[] events = [Misfit(7), $$"""{"id":"14","message":"misfit 14 {{new string('x', 5_000_000)}}"}""", Misfit(21)];

        var answers = await _function.InvokeAsync(Sent.Of("a", Gzipped.Of(Data(events))), Sent.Of("b", Gzipped.Of(Data(events[1]))));

        Assert.Equal(["Dropped", "ProcessingFailed"], answers.Select(answer => answer.Result));
        Assert.Equal([Data(events[1]), Data(events[0], events[2])], _function.Firehose.Taken.Select(LogEvents.Inflate));

        static string Misfit(int number) => $$"""{"id":"{{number}}","message":"misfit {{number}} "}""";
        static string Data(params string[] events) => $$"""{"messageType":"DATA_MESSAGE","logEvents":[{{string.Join(',', events)}}]}""";
    }

    [Fact]
    public async Task An_event_too_large_to_be_sent_back_is_ProcessingFailed()
    {
        var hex = new byte[1_250_000];
        new Random(1).NextBytes(hex);
        var giant = $$"""{"messageType":"DATA_MESSAGE","logEvents":[{"id":"7","message":"{{Convert.ToHexString(hex)}}"}]}""";
        byte[] pushed = Gzipped.Of(giant, CompressionLevel.Optimal),
            divided = Gzipped.Of(LogEvents.Payload(Enumerable.Range(0, 12_000)) + giant, CompressionLevel.Optimal), small =
            LogEvents.Record(Enumerable.Range(0, 12_000));
        Assert.InRange(pushed.Length, 1_024_001, 1_500_000);

        var answers = await _function.InvokeAsync(Sent.Of("a", small), Sent.Of("b", pushed), Sent.Of("c", divided));

        Assert.Equal([("b", Convert.ToBase64String(pushed)), ("c", Convert.ToBase64String(divided))],
            answers.Where(answer => answer.Result == "ProcessingFailed").Select(answer => (answer.RecordId, answer.Data)));
        // The required parts of the response leave no room for the lines of the first record.
        Assert.Equal([small], _function.Firehose.Taken);
        await _function.DisposeAsync();
        Assert.Contains(_function.Log,
            line => line.Contains("Record c is kept under the error prefix. One of its log events is larger than a record",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_has_at_most_500_records()
    {
        var answers = await _function.InvokeAsync(
            [Sent.Of("filling", Filling), .. Enumerable.Range(0, 1_200)
            .Select(number => Sent.Of($"{number}", LogEvents.Record([number * 7], padding: 80_000)))]);

        Assert.Equal(["Ok", .. Enumerable.Repeat("Dropped", 1_200)], answers.Select(answer => answer.Result));
        Assert.Equal([500, 500, 200], _function.Firehose.Calls.Select(call => call.Count));
    }

    [Fact]
    public async Task A_call_has_at_most_4_MiB()
    {
        // Random data compresses badly, so the records together exceed a call.
        var records = Enumerable.Range(0, 6).Select(place => Noise(place, 7_300)).ToArray();
        Assert.InRange(records.Sum(data => data.Length), 4 * 1024 * 1024 + 1, 4_600_000);

        var answers = await _function.InvokeAsync(
            [Sent.Of("filling", Filling), .. records.Select((data, place) => Sent.Of($"{place}", data))]);

        Assert.Equal(["Ok", .. Enumerable.Repeat("Dropped", 6)], answers.Select(answer => answer.Result));
        Assert.Equal(records, _function.Firehose.Taken);
        Assert.Equal(2, _function.Firehose.Calls.Count);
    }

    [Fact]
    public async Task A_record_that_is_sent_back_has_at_most_1000_KiB()
    {
        var larger = Noise(0, 13_000);
        Assert.InRange(larger.Length, 1_100_000, 1_500_000);

        var answers = await _function.InvokeAsync(Sent.Of("filling", Filling), Sent.Of("larger", larger));

        Assert.Equal(["Ok", "Dropped"], answers.Select(answer => answer.Result));
        Assert.Equal(2, _function.Firehose.Taken.Count);
        Assert.Equal(Enumerable.Range(0, 13_000), _function.Firehose.Taken.SelectMany(LogEvents.InRecord).Order());
    }

    // Real payloads compress badly because of their random ids.
    static byte[] Noise(int seed, int events)
    {
        var random = new Random(seed);
        var payload = LogEvents.Payload(Enumerable.Range(seed * 100_000, events)).Split("\"timestamp\"");
        return Gzipped.Of(string.Join("\"timestamp\"",
            payload.Select((part, place) =>
            place == payload.Length - 1 ? part : $"{part}\"noise\":\"{Convert.ToHexString(Bytes(random))}\",")),
            CompressionLevel.Optimal);
    }

    static byte[] Bytes(Random random)
    {
        var bytes = new byte[80];
        random.NextBytes(bytes);
        return bytes;
    }
}
