using Emulator.Lambda;

namespace Decompressor.Tests;

/// <summary>events/firehose-cloudwatch-logs.json, through the built executable.</summary>
public sealed class SampleEventTests
{
    const string Accepted =
        """{"version":2,"account-id":"123456789010","interface-id":"eni-abc123de","srcaddr":"172.31.16.139","dstaddr":"172.31.16.21","srcport":20641,"dstport":22,"protocol":6,"packets":20,"bytes":4249,"start":1418530010,"end":1418530070,"action":"ACCEPT","log-status":"OK"}""";

    static Task<byte[]> Event => File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "events", "firehose-cloudwatch-logs.json"),
        Xunit.TestContext.Current.CancellationToken);

    [Fact]
    public async Task Every_record_is_answered_once_with_the_lines_of_its_kind()
    {
        await using var function = await Invoked.StartAsync();

        using var result = await function.InvokeRawAsync(await Event);

        var answers = Answers.Read(result.Payload.Span);
        Assert.Equal(Enumerable.Range(0, 5).Select(number => $"4954697874000000000000000000000000000000000000000000000{number}"),
            answers.Select(answer => answer.RecordId));
        Assert.Equal(["Ok", "Dropped", "Ok", "ProcessingFailed", "Ok"], answers.Select(answer => answer.Result));
        Assert.Equal(Accepted, answers[0].Lines[0]);
        Assert.Null(answers[1].Data);
        Assert.Equal("VGhpcyByZWNvcmQgaXMgbm90IGd6aXAu", answers[3].Data);
        Assert.Contains(answers[4].Lines, line => line.Contains("\"unparsed\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_event_gives_the_same_bytes()
    {
        await using var function = await Invoked.StartAsync();
        using var first = await function.InvokeRawAsync(await Event);
        using var second = await function.InvokeRawAsync(await Event);

        Assert.Equal(first.ToString(), second.ToString());
    }

    [Fact]
    public async Task The_log_has_counts_and_results_but_no_content_of_records()
    {
        await using var function = await Invoked.StartAsync();

        using (await function.InvokeRawAsync(await Event))
            await function.DisposeAsync();

        Assert.Contains(function.Log, line => line.Contains("5 records: 3 Ok with", StringComparison.Ordinal)
            && line.Contains("1 Dropped (0 of them sent back), 1 ProcessingFailed.", StringComparison.Ordinal));
        Assert.Contains(function.Log,
            line => line.Contains("Record 49546978740000000000000000000000000000000000000000000003 is kept under the error prefix. The "
            + "data is not gzip.", StringComparison.Ordinal));
        Assert.DoesNotContain(function.Log, line => line.Contains("eni-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "The event has no 'records': it is not a Firehose transformation event.")]
    [InlineData("""{"Records":null}""", "The event has no 'records': it is not a Firehose transformation event.")]
    [InlineData("[]", "The event has no 'records': it is not a Firehose transformation event.")]
    [InlineData("{\"records\":[{}]}", "A record of the event has no 'recordId': it is not a Firehose transformation event.")]
    [InlineData("{\"records\":", "The event is not JSON")]
    public async Task An_event_that_is_not_from_Firehose_is_a_clear_error(string text, string reason)
    {
        await using var function = await Invoked.StartAsync();

        using InvocationResult result = await function.InvokeRawAsync(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.True(result.IsError);
        Assert.Contains(reason, result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_without_records_has_an_empty_response()
    {
        await using var function = await Invoked.StartAsync();

        using var result = await function.InvokeRawAsync(Invoked.Event());

        Assert.Equal("""{"records":[]}""", result.ToString());
    }
}
