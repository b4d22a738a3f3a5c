using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.CloudWatch;
using CsCheck;
using FlowLogs;

namespace MetricPublisher.Tests;

public sealed class WindowTests : FunctionFixture
{
    [Fact]
    public async Task A_batch_within_a_window_adds_to_its_state_and_publishes_nothing()
    {
        var packets = await PacketsAfterAsync(Events.Window(
            [Events.Rejects(Events.Line(packets: 20), Events.Line(protocol: 1, packets: 4)), Events.Rejects(Events.Line(packets: 2))],
            new Dictionary<string, string> { ["6"] = "100", ["17"] = "7" }));

        Assert.Equal(new Dictionary<string, string> { ["1"] = "4", ["6"] = "122", ["17"] = "7" }, packets);
        Assert.Equal(0, CloudWatch.Requests);
    }

    [Fact]
    public async Task The_last_batch_publishes_one_call_at_the_windows_start()
    {
        var answer = await InvokeAsync(Events.Window(
            [Events.Rejects(Events.Line(packets: 2), Events.Line(protocol: 58, packets: 1), Events.Line(protocol: 143, packets: 5),
                Events.Line(protocol: 200, packets: 6))],
            new Dictionary<string, string> { ["6"] = "20" }, final: true));

        Assert.Equal("""{"state":{},"batchItemFailures":[]}""", answer);
        SentDatum Expected(string metric, string? protocol, double value) => new(
            "VpcFlowLogs", metric, "StackName=net" + (protocol is null ? "" : $",Protocol={protocol}"), Events.WindowStart, value, "Count");
        Assert.Equal(
            [
                Expected("RejectedTcpPackets", null, 22), Expected("RejectedPackets", "TCP", 22), Expected("RejectedPackets", "ICMPv6", 1),
                Expected("RejectedPackets", "Ethernet", 5), Expected("RejectedPackets", "200", 6),
            ],
            Assert.Single(CloudWatch.Calls));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_window_without_rejects_publishes_0_rejected_TCP_packets(string records)
    {
        var json = JsonNode.Parse(Events.Window(Array.Empty<byte[]>(), final: true))!;
        json["Records"] = JsonNode.Parse(records);
        json["state"] = null;

        Assert.Equal("""{"state":{},"batchItemFailures":[]}""", await InvokeAsync(json.ToJsonString()));

        Assert.Equal(0, CloudWatch.Sum("RejectedTcpPackets"));
        Assert.Null(CloudWatch.Sum("RejectedPackets"));
        Assert.Null(CloudWatch.Sum("UnreadableRecords"));
    }

    [Fact]
    public async Task A_window_that_ends_early_publishes_and_continues_with_an_empty_state()
    {
        var state = await StateAfterAsync(
            Events.Window([Events.Rejects(Events.Line(packets: 5))], new Dictionary<string, string> { ["6"] = "10" }, early: true));
        Assert.Empty(state);

        await StateAfterAsync(Events.Window([Events.Rejects(Events.Line(packets: 3))], state, final: true));

        Assert.Equal([15, 3], CloudWatch.Datums.Where(d => d.Metric == "RejectedTcpPackets").Select(d => d.Value));
        Assert.All(CloudWatch.Datums, d => Assert.Equal(Events.WindowStart, d.Timestamp));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_rejects_count_whichever_records_the_filter_matches(bool extracted)
    {
        var payload = Events.Payload(
            [
                Events.Line("ACCEPT", packets: 1000), Events.Line(packets: 7), Events.Line("reject", packets: 100),
                Events.Line("-", packets: 100),
                Events.Line("REJECTED", packets: 100), Events.Line("REJEC", packets: 100),
                "2 123456789010 eni-1a2b3c4d - - - - - - - 1431280876 1431280934 - NODATA",
                "2 123456789010 eni-4b118871 - - - - - - - 1431280876 1431280934 - SKIPDATA",
            ], extracted);

        Assert.Equal(new Dictionary<string, string> { ["6"] = "7" }, await PacketsAfterAsync(Events.Window([Gzipped.Of(payload)])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_partly_readable_reject_counts_with_its_readable_fields(bool extracted)
    {
        var payload = Events.Payload(
            [
                Events.Line(packets: 7, srcport: "99999"), Events.Line(packets: "-1"), Events.Line(packets: "-"),
                Events.Line(protocol: "300", packets: 5),
                Events.Line(packets: "9223372036854775808"), Events.Line(packets: 9) + " one-more", "REJECT",
            ], extracted);

        Assert.Equal(new Dictionary<string, string> { ["6"] = "7" }, await PacketsAfterAsync(Events.Window([Gzipped.Of(payload)])));
    }

    [Fact]
    public async Task Concatenated_gzip_members_and_payloads_in_one_record_all_count()
    {
        var one = Events.Payload([Events.Line(packets: 1)]);
        var record = Gzipped.Of(one + one).Concat(Gzipped.Of(one)).ToArray();
        var control = Gzipped.Of(Events.Payload([], type: "CONTROL_MESSAGE"));

        Assert.Equal(new Dictionary<string, string> { ["6"] = "3" }, await PacketsAfterAsync(Events.Window([record, control])));
    }

    [Fact]
    public async Task Fields_are_found_by_the_configured_format()
    {
        var function = new Function(CloudWatch.Client(),
            Settings with { Format = FlowLogFormat.Parse("${action} ${packets} ${protocol} ${vpc-id}") }, Clock);

        var answer = await InvokeAsync(Events.Window([Events.Rejects("REJECT 12 17 vpc-1")]), function);

        Assert.Contains("""
            "17":"12"
            """, answer);
    }

    public static TheoryData<string, string?> UnreadableRecords => new()
    {
        { "not gzip", Convert.ToBase64String("not gzip at all"u8) },
        { "empty", "" },
        { "not base64", "***" },
        { "absent", null },
        { "truncated", Convert.ToBase64String(Events.Rejects(Events.Line())[..^9]) },
        { "not JSON", Convert.ToBase64String(Gzipped.Of("{\"messageType\":")) },
        { "not a payload", Convert.ToBase64String(Gzipped.Of("""{"hello":"world"}""")) },
        { "whole, then broken", Convert.ToBase64String(Gzipped.Of(Events.Payload([Events.Line(packets: 1000)]) + "{")) },
        { "more than 64 MiB", Convert.ToBase64String(Gzipped.Of(new string(' ', 65 * 1024 * 1024))) },
    };

    [Theory]
    [MemberData(nameof(UnreadableRecords))]
    public async Task An_unreadable_record_is_counted_and_logged_and_affects_no_other(string kind, string? data)
    {
        var good = Convert.ToBase64String(Events.Rejects(Events.Line(packets: 7)));

        await InvokeAsync(Events.Window([Events.Record(1, good), Events.Record(2, data), Events.Record(3, good)], final: true));

        Assert.Equal(14, CloudWatch.Sum("RejectedTcpPackets"));
        Assert.Equal(1, CloudWatch.Sum("UnreadableRecords"));
        Assert.Equal("StackName=net", CloudWatch.Datums.Single(d => d.Metric == "UnreadableRecords").Dimensions);
        var line = Assert.Single(Context.Warnings);
        Assert.True(line.Contains("49590338271490256608559692538361571095921575989130000002", StringComparison.Ordinal), $"{kind}: {line}");
        var counts = Context.Counts;
        Assert.Equal((3, 2, 1), (Number("records_in"), Number("records_out"), Number("records_failed")));

        int Number(string key) => counts.GetProperty(key).GetInt32();
    }

    [Fact]
    public async Task A_record_without_its_Kinesis_part_is_unreadable()
    {
        var record = Events.Record(1, "");
        record.Remove("kinesis");

        await InvokeAsync(Events.Window([record], final: true));

        Assert.Equal(1, CloudWatch.Sum("UnreadableRecords"));
        Assert.Contains("Record without sequence number of shardId-000000000000 cannot be read", Assert.Single(Context.Warnings));
    }

    [Theory]
    [InlineData("2026-11-25T13:00:00+01:00")]
    [InlineData("2026-11-25T12:00:00")]
    public async Task The_start_of_a_window_is_UTC_in_any_notation(string start)
    {
        await InvokeAsync(Events.Window(Array.Empty<byte[]>(), final: true)
            .Replace("2026-11-25T12:00:00Z", start, StringComparison.Ordinal));

        Assert.Equal([Events.WindowStart], CloudWatch.Datums.Select(datum => datum.Timestamp).Distinct());
    }

    [Fact]
    public async Task Unreadable_records_are_carried_in_the_state_to_the_windows_end()
    {
        var state = await StateAfterAsync(Events.Window(["nothing"u8.ToArray(), "nothing"u8.ToArray()]));
        await InvokeAsync(Events.Window(["nothing"u8.ToArray()], state, final: true));

        Assert.Equal(3, CloudWatch.Sum("UnreadableRecords"));
    }

    [Fact]
    public async Task A_retried_batch_with_the_same_state_gives_the_same_state()
    {
        var batch = Events.Window([Events.Rejects(Events.Line(packets: 7))], new Dictionary<string, string> { ["6"] = "1" });

        Assert.Equal(await InvokeAsync(batch), await InvokeAsync(batch));
        Assert.Equal("8", (await StateAfterAsync(batch))["6"]);
    }

    [Fact]
    public async Task Sums_above_64_bits_do_not_wrap()
    {
        var largest = Events.Line(packets: long.MaxValue);
        var state = await StateAfterAsync(Events.Window([Events.Rejects(largest, largest, largest)]));
        Assert.Equal(((Int128)long.MaxValue * 3).ToString(CultureInfo.InvariantCulture), state["6"]);

        await InvokeAsync(Events.Window([Events.Rejects(largest)], state, final: true));

        Assert.Equal(4 * (double)long.MaxValue, CloudWatch.Sum("RejectedTcpPackets"));
        Assert.Contains("CloudWatch keeps the first 15 digits", Assert.Single(Context.Warnings));
    }

    [Theory]
    [InlineData("6", "-1")]
    [InlineData("6", "many")]
    [InlineData("256", "1")]
    [InlineData("tcp", "1")]
    public async Task An_invalid_state_is_an_error(string key, string value)
    {
        var thrown = await Assert.ThrowsAsync<FormatException>(
            () => InvokeAsync(Events.Window(Array.Empty<byte[]>(), new Dictionary<string, string> { [key] = value }, final: true)));

        Assert.Contains($"'{key}'", thrown.Message);
    }

    [Fact]
    public async Task Numbers_in_the_state_may_have_the_forms_of_other_runtimes()
    {
        var window = Events.Window(Array.Empty<byte[]>()).Replace("\"state\":{}", "\"state\":{\"6\":282}", StringComparison.Ordinal);

        Assert.Equal("282", (await StateAfterAsync(window))["6"]);
    }

    [Fact]
    public async Task The_largest_state_is_below_16_KiB()
    {
        var state = Enumerable.Range(0, 256).ToDictionary(p => $"{p}", _ => UInt128.MaxValue.ToString(CultureInfo.InvariantCulture));
        state["unreadable"] = UInt128.MaxValue.ToString(CultureInfo.InvariantCulture);

        var answer = await InvokeAsync(Events.Window(Array.Empty<byte[]>(), state));

        Assert.InRange(Encoding.UTF8.GetByteCount(answer), 10_000, 16_383);
    }

    [Fact]
    public async Task A_window_of_200_000_rejects_makes_a_small_state_and_one_call()
    {
        var lines = Enumerable.Range(0, 400).Select(i => Events.Line(protocol: i % 256, packets: i)).ToArray();
        var payloads = Enumerable.Repeat(Events.Rejects(lines), 500).ToList();

        var answer = await InvokeAsync(Events.Window(payloads));
        Assert.InRange(Encoding.UTF8.GetByteCount(answer), 1000, 16_383);
        var state = JsonNode.Parse(answer)!["state"]!.AsObject().ToDictionary(e => e.Key, e => (string)e.Value!);
        await InvokeAsync(Events.Window(Array.Empty<byte[]>(), state, final: true));

        Assert.Single(CloudWatch.Calls);
        Assert.Equal(257, CloudWatch.Packets.Count());
        Assert.Equal(500.0 * (6 + 262), CloudWatch.Sum("RejectedTcpPackets"));
        Assert.Equal(500.0 * (399 * 400 / 2), CloudWatch.Sum("RejectedPackets"));
    }

    [Fact]
    public async Task If_CloudWatch_fails_the_SDK_retries_and_then_the_invocation_fails()
    {
        var function = new Function(CloudWatch.Client(retries: 1), Settings, Clock);
        var window = Events.Window([Events.Rejects(Events.Line(packets: 7))], final: true);
        CloudWatch.NextFails();
        CloudWatch.NextFails();

        await Assert.ThrowsAnyAsync<AmazonCloudWatchException>(() => InvokeAsync(window, function));
        Assert.Equal(2, CloudWatch.Requests);
        Assert.Empty(CloudWatch.Calls);

        await InvokeAsync(window, function);
        Assert.Equal(7, CloudWatch.Sum("RejectedTcpPackets"));
    }

    [Fact]
    public async Task A_call_that_CloudWatch_does_not_answer_ends_before_the_deadline()
    {
        CloudWatch.NextIsNotAnswered();
        var function = new Function(CloudWatch.Client(), Settings, TimeProvider.System);

        var timeUp = await Assert.ThrowsAsync<TimeoutException>(
            () => InvokeAsync(Events.Window(Array.Empty<byte[]>(), final: true), function,
                context: new Invocation(TimeSpan.FromSeconds(1.5))));

        Assert.Contains("was not published: timed out before CloudWatch accepted its values", timeUp.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_deadline_nothing_is_published()
    {
        await Assert.ThrowsAsync<TimeoutException>(
            () => InvokeAsync(Events.Window(Array.Empty<byte[]>(), final: true), context: new Invocation(TimeSpan.FromSeconds(-1))));

        Assert.Empty(CloudWatch.Calls);
    }

    [Fact]
    public async Task Metrics_equal_the_sum_of_all_records_however_batches_divide_them()
    {
        var line = Gen.Select(Gen.OneOf("REJECT", "REJECT", "ACCEPT", "-"), Gen.Int[0, 260], Gen.Long[0, 1L << 40]);
        var payload = Gen.Select(line.List[0, 6], Gen.Bool);
        var shards = payload.List[0, 3].List[0, 3].List[1, 3];

        await shards.SampleAsync(
            async sample =>
            {
                await using var cloudWatch = await StoredMetrics.StartAsync();
                var function = new Function(cloudWatch.Client(), Settings, Clock);
                foreach (var batches in sample)
                {
                    var state = new Dictionary<string, string>();
                    foreach (var batch in batches.Append([]).Select((payloads, i) => (payloads, final: i == batches.Count)))
                    {
                        var data = batch.payloads.Select(p =>
                            Gzipped.Of(Events.Payload(p.Item1.Select(l => Events.Line(l.Item1, l.Item2, l.Item3)), p.Item2)));
                        var answer = JsonNode.Parse(await InvokeAsync(Events.Window(data, state, batch.final), function))!;
                        state = answer["state"]!.AsObject().ToDictionary(e => e.Key, e => (string)e.Value!);
                    }
                }

                var expected = sample.SelectMany(s => s).SelectMany(b => b).SelectMany(p => p.Item1)
                    .Where(l => l.Item1 == "REJECT" && l.Item2 <= 255)
                    .GroupBy(l => l.Item2)
                    .ToDictionary(g => IanaProtocol.Keyword(g.Key), g => (double)g.Sum(l => l.Item3));
                var actual = cloudWatch.Datums.Where(d => d.Metric == "RejectedPackets")
                    .GroupBy(d => d.Dimensions.Split("Protocol=")[1])
                    .ToDictionary(g => g.Key, g => g.Sum(d => d.Value));
                Assert.Equal(expected, actual);
                Assert.Equal(expected.GetValueOrDefault("TCP"), cloudWatch.Sum("RejectedTcpPackets"));
            },
            iter: 25, threads: 1);
    }
}
