using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Decompressor.Tests;

/// <summary>Records of every kind, each beside a good record that must be unaffected.</summary>
public sealed class RecordTests : IAsyncLifetime
{
    static readonly byte[] Good = LogEvents.Record([1, 2, 3]);

    Invoked _function = null!;

    public static TheoryData<string, string?> Unreadable => new()
    {
        { "no data", null },
        { "nothing", "" },
        { "not base64", "not base64!" },
        { "base64 with a letter too few", Convert.ToBase64String(Good)[..^1] },
        { "quotes and escapes", "\"\\\n\u0001<>&+/" },
        { "text beyond ASCII", "ü ✓ 😀 \u2028 \ue000" },
        { "not gzip", Base64("hello") },
        { "a gzip header alone", Convert.ToBase64String(Good[..10]) },
        { "truncated gzip", Convert.ToBase64String(Good[..^1]) },
        { "other bytes after gzip", Convert.ToBase64String([.. Good, 1]) },
        { "damaged gzip", Convert.ToBase64String([.. Good[..40], (byte)~Good[40], .. Good[41..]]) },
        { "not JSON", Gzip("hello") },
        { "no text", Gzip(" ") },
        { "not UTF-8", Convert.ToBase64String(Gzipped.Of([(byte)'"', 0xff, (byte)'"'])) },
        { "a JSON list", Gzip("[]") },
        { "another object", Gzip("{}") },
        { "an unknown type", Gzip("""{"messageType":"OTHER","logEvents":[]}""") },
        { "two types", Gzip("""{"messageType":"DATA_MESSAGE","messageType":"CONTROL_MESSAGE","logEvents":[]}""") },
        { "truncated JSON", Gzip(LogEvents.Payload([1, 2, 3])[..^2]) },
        { "a good payload and a bad one", Gzip(LogEvents.Payload([1, 2, 3]) + "{}") },
        { "a good member and a truncated one", Convert.ToBase64String([.. Good, .. Good[..^1]]) },
    };

    public async ValueTask InitializeAsync() => _function = await Invoked.StartAsync();

    public ValueTask DisposeAsync() => _function.DisposeAsync();

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_unreadable_record_is_ProcessingFailed_with_its_data(string kind, string? data)
    {
        var answers = await _function.InvokeAsync(Sent.Of("a", Good), new Sent("b", data), Sent.Of("c", Good));

        Assert.Equal(["Ok", "ProcessingFailed", "Ok"], answers.Select(answer => answer.Result));
        Assert.True(data == answers[1].Data, kind);
        Assert.Equal([1, 2, 3], LogEvents.InLines(answers[2].Bytes));
    }

    [Theory]
    [InlineData("""{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE"}]}""")]
    [InlineData("""{"messageType":"CONTROL_MESSAGE"}""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[]}""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[]}{"messageType":"CONTROL_MESSAGE"}""")]
    public async Task A_record_without_log_events_is_Dropped(string payload)
    {
        var answers = await _function.InvokeAsync(new Sent("a", Gzip(payload)), Sent.Of("b", Good));

        Assert.Equal(("Dropped", null), (answers[0].Result, answers[0].Data));
        Assert.Equal("Ok", answers[1].Result);
    }

    [Fact]
    public async Task Concatenated_members_and_payloads_give_all_their_lines()
    {
        byte[] members = [.. LogEvents.Record([1, 2]), .. Gzipped.Of(LogEvents.Payload([3]) + LogEvents.Payload([4, 5], withFields: true)),
            .. LogEvents.Record([7])];

        var answers = await _function.InvokeAsync(Sent.Of("a", members));

        Assert.Equal([1, 2, 3, 4, 5, 7], LogEvents.InLines(answers[0].Bytes));
    }

    [Fact]
    public async Task A_payload_may_be_split_into_members_anywhere()
    {
        var text = Encoding.UTF8.GetBytes(LogEvents.Payload(Enumerable.Range(1, 50)));

        var answers = await _function.InvokeAsync(Sent.Of("a", [.. text.Chunk(17).SelectMany(part => Gzipped.Of(part))]));

        Assert.Equal(Enumerable.Range(1, 50), LogEvents.InLines(answers[0].Bytes));
    }

    [Fact]
    public async Task Five_hundred_members_of_every_level_are_one_record()
    {
        var levels = Enum.GetValues<CompressionLevel>();

        var answers = await _function.InvokeAsync(
            Sent.Of("a", [.. Enumerable.Range(0, 500)
            .SelectMany(number => LogEvents.Record([number], level: levels[number % levels.Length]))]));

        Assert.Equal(Enumerable.Range(0, 500), LogEvents.InLines(answers[0].Bytes));
    }

    [Fact]
    public async Task An_event_that_does_not_match_keeps_its_whole_message()
    {
        const string payload = """
            {"messageType":"DATA_MESSAGE","logEvents":[
                {"message":"2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA"},
                {"message":"2 123456789010 eni-1 ::1 ::1 1 2 6 -1 9223372036854775807 1 2 ACCEPT OK"},
                {"message":"a \"quoted\" text\u0000 \ud83d\ude00 \/"},
                {"text":"no message"}, 5,
                {"message":"2 012345678901 eni-1 ::1 ::1 1 2 6 9223372036854775807 1 2 3 REJECT OK\n"}]}
            """;

        var answers = await _function.InvokeAsync(new Sent("a", Gzip(payload)));

        Assert.Equal(
            [
                """{"version":2,"account-id":"123456789010","interface-id":"eni-1","start":1431280876,"end":1431280934,"log-status":"NODATA"}""",
                """{"version":2,"account-id":"123456789010","interface-id":"eni-1","srcaddr":"::1","dstaddr":"::1","srcport":1,"dstport":2,"protocol":6,"bytes":9223372036854775807,"start":1,"end":2,"action":"ACCEPT","log-status":"OK","unparsed":"2 123456789010 eni-1 ::1 ::1 1 2 6 -1 9223372036854775807 1 2 ACCEPT OK"}""",
                """{"unparsed":"a \"quoted\" text\u0000 \ud83d\ude00 \/"}""",
                """{"unparsed":"{\"text\":\"no message\"}"}""",
                """{"unparsed":"5"}""",
                """{"version":2,"account-id":"012345678901","interface-id":"eni-1","srcaddr":"::1","dstaddr":"::1","srcport":1,"dstport":2,"protocol":6,"packets":9223372036854775807,"bytes":1,"start":2,"end":3,"action":"REJECT","log-status":"OK"}""",
            ],
            answers[0].Lines);
    }

    [Fact]
    public async Task A_custom_format_gives_its_fields_under_AWSs_names()
    {
        await using var function = await Invoked.StartAsync(300,
            ("FLOW_LOG_FORMAT", "${tcp-flags} ${vpc-id} ${pkt-src-aws-service} ${traffic-path} ${reject-reason} ${ecs-task-id}"));
        var payload = """{"messageType":"DATA_MESSAGE","logEvents":[{"message":"19 vpc-1 S3 8 BPA -"},{"message":"1 2 3 4"}]}""";

        var answers = await function.InvokeAsync(new Sent("a", Gzip(payload)));

        Assert.Equal(
            ["""{"tcp-flags":19,"vpc-id":"vpc-1","pkt-src-aws-service":"S3","traffic-path":8,"reject-reason":"BPA"}""", """{"unparsed":"1 2 3 4"}"""],
            answers[0].Lines);
    }

    [Fact]
    public async Task Undocumented_fields_are_kept_as_one_JSON_text()
    {
        await using var function = await Invoked.StartAsync(300, ("FLOW_LOG_FORMAT", "${zone-risk} ${action} ${flow-owner}"));
        var payload = """{"messageType":"DATA_MESSAGE","logEvents":[{"message":"high ACCEPT me"},{"message":"- REJECT me"},{"message":"- REJECT -"},{"message":"low - -"}]}""";

        var answers = await function.InvokeAsync(new Sent("a", Gzip(payload)));

        Assert.Equal(
            [
                """{"action":"ACCEPT","other_fields":"{\"zone-risk\":\"high\",\"flow-owner\":\"me\"}"}""",
                """{"action":"REJECT","other_fields":"{\"flow-owner\":\"me\"}"}""",
                """{"action":"REJECT"}""",
                """{"other_fields":"{\"zone-risk\":\"low\"}"}""",
            ],
            answers[0].Lines);
    }

    [Theory]
    [InlineData("my web server")]
    [InlineData("say \"hi\"\r\n\t\\ \u0001")]
    [InlineData("-")]
    public async Task An_undocumented_field_may_be_a_JSON_string(string value)
    {
        await using var function = await Invoked.StartAsync(300, ("FLOW_LOG_FORMAT", "${flow-owner} ${action}"));
        var payload = JsonSerializer.Serialize(
            new { messageType = "DATA_MESSAGE", logEvents = new[] { new { message = $"{JsonSerializer.Serialize(value)} ACCEPT" } } });

        var answers = await function.InvokeAsync(new Sent("a", Gzip(payload)));

        var line = JsonElement.Parse(Assert.Single(answers[0].Lines));
        Assert.Equal(["action", "other_fields"], line.EnumerateObject().Select(member => member.Name));
        Assert.Equal(value, JsonElement.Parse(line.GetProperty("other_fields").GetString()!).GetProperty("flow-owner").GetString());
    }

    [Theory]
    [InlineData("\"my eni\"")]
    [InlineData("\"\"")]
    public async Task A_documented_field_is_not_a_JSON_string(string value)
    {
        await using var function = await Invoked.StartAsync(300, ("FLOW_LOG_FORMAT", "${interface-id} ${action}"));
        var payload = JsonSerializer.Serialize(
            new { messageType = "DATA_MESSAGE", logEvents = new[] { new { message = $"{value} ACCEPT" } } });

        var answers = await function.InvokeAsync(new Sent("a", Gzip(payload)));

        var line = JsonElement.Parse(Assert.Single(answers[0].Lines));
        Assert.Equal(["action", "unparsed"], line.EnumerateObject().Select(member => member.Name));
        Assert.Equal($"{value} ACCEPT", line.GetProperty("unparsed").GetString());
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"records":[{"recordId":"a","data":""}""", "not JSON")]
    [InlineData("[]", "has no 'records'")]
    [InlineData("{}", "has no 'records'")]
    [InlineData("""{"records":5}""", "has no 'records'")]
    [InlineData("""{"records":[{"data":""}]}""", "has no 'recordId'")]
    [InlineData("""{"records":[{"recordId":5,"data":""}]}""", "has no 'recordId'")]
    [InlineData("""{"records":[{"recordId":"a","data":""},5,{"recordId":"b","data":""}]}""", "is not a JSON object")]
    public async Task An_event_of_another_kind_is_one_clear_error(string json, string reason)
    {
        using var result = await _function.InvokeRawAsync(Encoding.UTF8.GetBytes(json));

        Assert.True(result.IsError);
        Assert.Contains(reason, result.ToString());
    }

    [Fact]
    public async Task Duplicate_record_ids_are_returned_unchanged()
    {
        string[] ids = ["", "shardId-000:1", "a\"b\\c", "+/=<>&'", "ü✓😀", "\u0001\n", "twice", "twice", new string('x', 1_000)];

        await _function.InvokeAsync([.. ids.Select(id => Sent.Of(id, Good))]);
    }

    static string Gzip(string text) => Convert.ToBase64String(Gzipped.Of(text));

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
