using Emulator.Kinesis;
using static Emulator.Tests.Kinesis.PlayedFunction;

namespace Emulator.Tests.Kinesis;

public sealed class WindowTests
{
    readonly PlayedFunction _function = new();

    [Fact]
    public async Task A_window_includes_its_first_second_and_excludes_its_last()
    {
        await _function.RunAsync(Mapping, ("k", "a", 1799), ("k", "b", 1800), ("k", "c", 2699), ("k", "d", 2700));

        Assert.Equal(
            [
                "00:15 [a] {}", """00:15 [] {"n":1} final""",
                "00:30 [b] {}", """00:30 [c] {"n":1}""", """00:30 [] {"n":2} final""",
                "00:45 [d] {}", """00:45 [] {"n":1} final""",
            ],
            _function.Calls);
        Assert.Equal((3, 7), (_function.Windows, _function.Events.Count));
    }

    [Fact]
    public async Task Windows_are_aligned_to_1970_whatever_their_length()
    {
        await _function.RunAsync(Mapping with { TumblingWindow = TimeSpan.FromSeconds(420) }, ("k", "a", 1_795_608_000));

        var window = _function.Events[0]["window"]!;
        Assert.Equal(("2026-11-25T11:59:00Z", "2026-11-25T12:06:00Z"),
            (window["start"]!.GetValue<string>(), window["end"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_empty_window_is_not_invoked()
    {
        await _function.RunAsync(Mapping, ("k", "a", 0), ("k", "b", 36000));

        Assert.Equal(["00:00 [a] {}", """00:00 [] {"n":1} final""", "10:00 [b] {}", """10:00 [] {"n":1} final"""], _function.Calls);
    }

    [Fact]
    public async Task A_stream_without_records_invokes_nothing()
    {
        await _function.RunAsync(Mapping);

        Assert.Empty(_function.Events);
    }

    [Fact]
    public async Task A_late_record_arrives_now()
    {
        await _function.RunAsync(Mapping, ("k", "a", 900), ("k", "b", 899));

        Assert.Equal(["00:15 [a b] {}", """00:15 [] {"n":2} final"""], _function.Calls);
    }

    [Fact]
    public async Task The_last_possible_second_has_a_window()
    {
        await _function.RunAsync(Mapping, ("k", "a", FlowLogField.LastSecond));

        Assert.Equal(["23:45 [a] {}", """23:45 [] {"n":1} final"""], _function.Calls);
    }

    [Fact]
    public async Task Each_shard_has_its_own_windows_and_all_share_the_time()
    {
        var (one, two) = (KeyOf(shard: 0), KeyOf(shard: 1));

        await _function.RunAsync(Mapping, 2, (one, "a", 0), (two, "b", 0), (one, "c", 60), (one, "d", 900));

        Assert.Equal(
            [
                "0: 00:00 [a] {}", "1: 00:00 [b] {}", """0: 00:00 [c] {"n":1}""", """0: 00:00 [] {"n":2} final""", """1: 00:00 [] {"n":1} final""",
                "0: 00:15 [d] {}", """0: 00:15 [] {"n":1} final""",
            ],
            _function.Events.Zip(_function.Calls, (call, text) => $"{call["shardId"]!.GetValue<string>()[^1]}: {text}"));

        static string KeyOf(int shard) => Enumerable.Range(0, 100).Select(i => $"{i}").First(key => HashKeyRange.ShardOf(key, 2) == shard);
    }

    [Fact]
    public async Task An_event_has_the_documented_form()
    {
        await _function.RunAsync(Mapping, ("eni-1\"-all", "a", 1_545_084_650));

        var expected = """
            {
              "Records": [
                {
                  "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "eni-1\"-all",
                    "sequenceNumber": "49000000000000000000000000000000000000000000000000000000",
                    "data": "YQ==",
                    "approximateArrivalTimestamp": 1545084650.000
                  },
                  "eventSource": "aws:kinesis",
                  "eventVersion": "1.0",
                  "eventID": "shardId-000000000000:49000000000000000000000000000000000000000000000000000000",
                  "eventName": "aws:kinesis:record",
                  "invokeIdentityArn": "arn:aws:iam::123456789012:role/flowlogs-Fn",
                  "awsRegion": "us-east-1",
                  "eventSourceARN": "arn:aws:kinesis:us-east-1:123456789012:stream/rejects"
                }
              ],
              "window": { "start": "2018-12-17T22:00:00Z", "end": "2018-12-17T22:15:00Z" },
              "state": {},
              "shardId": "shardId-000000000000",
              "eventSourceARN": "arn:aws:kinesis:us-east-1:123456789012:stream/rejects",
              "isFinalInvokeForWindow": false,
              "isWindowTerminatedEarly": false
            }
            """;
        Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(expected)!.ToJsonString(), _function.Events[0].ToJsonString());
    }

    [Fact]
    public async Task A_state_above_1_MB_ends_the_window_early()
    {
        _function.Next(call => Answer($$$"""{"state":{"s":"{{{new string('x', 1024 * 1024)}}}"}}"""));

        await _function.RunAsync(Mapping, ("k", "a", 0), ("k", "b", 60));

        Assert.Equal(["00:00 [a] {}", "00:00 [] large early", "00:00 [b] {}", """00:00 [] {"n":1} final"""], _function.Calls);
    }

    [Fact]
    public async Task An_unsupported_mapping_is_refused()
    {
        var noWindow = await Assert.ThrowsAsync<NotSupportedException>(() =>
            _function.RunAsync(Mapping with { TumblingWindow = TimeSpan.Zero }));
        var parallel = await Assert.ThrowsAsync<NotSupportedException>(() =>
            _function.RunAsync(Mapping with { ParallelizationFactor = 2 }));

        Assert.StartsWith("FnRejects has no TumblingWindowInSeconds.", noWindow.Message);
        Assert.StartsWith("FnRejects has a ParallelizationFactor of 2.", parallel.Message);
    }
}
