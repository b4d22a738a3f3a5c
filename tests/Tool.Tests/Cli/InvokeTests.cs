using System.Text;
using System.Text.Json;

namespace Tool.Tests.Cli;

/// <summary><c>flowlogs invoke</c>.</summary>
public sealed class InvokeTests
{
    static string Event(string name) => Path.Combine(AppContext.BaseDirectory, "events", name);

    [Fact]
    public async Task Decompressor_answers_every_record_of_the_sample_event_once()
    {
        using var here = new Sandbox();

        var invocation = await here.RunAsync("invoke", "Decompressor", "-e", Event("firehose-cloudwatch-logs.json"));

        Assert.True(invocation.ExitCode == 0, invocation.Errors);
        using var asked = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Event("firehose-cloudwatch-logs.json"), TestContext.Current.CancellationToken));
        using var answered = JsonDocument.Parse(invocation.Output);
        var records = answered.RootElement.GetProperty("records").EnumerateArray().ToList();
        Assert.Equal(
            asked.RootElement.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("recordId").GetString()),
            records.Select(record => record.GetProperty("recordId").GetString()));
        Assert.Equal(["Ok", "Dropped", "Ok", "ProcessingFailed", "Ok"], records.Select(record => record.GetProperty("result").GetString()));
        Assert.Equal(
            """
            {"version":2,"account-id":"123456789010","interface-id":"eni-abc123de","srcaddr":"172.31.16.139","dstaddr":"172.31.16.21","srcport":20641,"dstport":22,"protocol":6,"packets":20,"bytes":4249,"start":1418530010,"end":1418530070,"action":"ACCEPT","log-status":"OK"}

            """,
            Data(records[0]));
        Assert.Equal(3, Data(records[2]).Count(letter => letter == '\n'));
        Assert.StartsWith(
            """{"version":2,"account-id":"123456789010","interface-id":"eni-1a2b3c4d","start":1431280876,"end":1431280934,"log-status":"NODATA"}""",
            Data(records[2]), StringComparison.Ordinal);
        Assert.Equal("This record is not gzip.", Data(records[3]));
        Assert.Contains("\"unparsed\":\"2 123456789010 eni-abc123de ", Data(records[4]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_from_a_file_is_answered_like_one_from_standard_input()
    {
        using var here = new Sandbox();
        var firehose = await File.ReadAllBytesAsync(Event("firehose-cloudwatch-logs.json"), TestContext.Current.CancellationToken);

        var fromFile = await here.RunAsync("invoke", "Decompressor", "--event", Event("firehose-cloudwatch-logs.json"));
        var fromInput = await here.RunAsync(firehose, new Dictionary<string, string>(), "invoke", "Decompressor", "-e", "-");

        Assert.Equal(fromFile.Output, fromInput.Output);
    }

    [Fact]
    public async Task An_error_of_a_function_is_on_standard_error_with_exit_code_1()
    {
        using var here = new Sandbox();
        here.Write("event.json", "{}");

        var invocation = await here.RunAsync("invoke", "Decompressor", "-e", "event.json");

        Assert.Equal((1, ""), (invocation.ExitCode, invocation.Output));
        Assert.StartsWith("flowlogs: Decompressor failed: ArgumentException: The event has no 'records'",
            Assert.Single(invocation.ErrorLines, line => line.StartsWith("flowlogs: ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    static string Data(JsonElement record) => Encoding.UTF8.GetString(record.GetProperty("data").GetBytesFromBase64());
}
