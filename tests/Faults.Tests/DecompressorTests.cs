using System.Text;
using System.Text.Json;

namespace Faults.Tests;

/// <summary>
/// Decompressor sends records back that do not fit in its response. Whatever the result, each record is stored or kept, not both.
/// </summary>
public sealed class DecompressorTests : FunctionUnderFault
{
    static readonly byte[] First = Payload("10.0.0.1"), Pushed = Payload("10.0.0.2");

    protected override string FunctionName => "Decompressor";

    // The function reserves two seconds for its large answer.
    protected override int Seconds => 9;

    [Fact]
    public async Task Every_fault_of_PutRecordBatch_is_survived()
    {
        await InvokeAsync("""{"records":[]}"""u8.ToArray());
        foreach (var fault in Fault.Passing.Append(Fault.AnswerLost))
        {
            Aws.Fail(AwsCall.PutRecordBatch, fault, times: fault.HasEffect ? 1 : 2);
            var outcome = await InvokeAsync(Event());
            Assert.True(!outcome.IsError, $"{fault.Name}: {outcome.Log}");
            Assert.Equal([("Ok", true), ("Dropped", false)], Results(outcome));
            // Only a lost answer may store a record twice: docs/decisions/sending-back.md.
            Assert.Equal(Enumerable.Repeat(Pushed, fault.HasEffect ? 2 : 1), Aws.Taken);
            Survived++;
        }
        foreach (var fault in Fault.Passing.Concat(Fault.Lasting))
        {
            Aws.Fail(AwsCall.PutRecordBatch, fault, int.MaxValue);
            var outcome = await InvokeAsync(Event());
            Assert.True(!outcome.IsError, $"{fault.Name}: {outcome.Log}");
            Assert.Equal([("Ok", true), ("ProcessingFailed", true)], Results(outcome));
            Assert.Equal(Pushed, outcome.Json.GetProperty("records")[1].GetProperty("data").GetBytesFromBase64());
            Assert.Empty(Aws.Taken);
            await outcome.SaysAsync($"Record b is kept under the error prefix. It could not be sent back to the delivery stream: "
                + $".*{fault.Says}");
            Survived++;
        }
        Tell("PutRecordBatch");
    }

    [Fact]
    public async Task A_record_whose_answer_is_always_lost_is_stored_three_times_at_most()
    {
        await InvokeAsync("""{"records":[]}"""u8.ToArray());
        Aws.Fail(AwsCall.PutRecordBatch, Fault.AnswerLost, int.MaxValue);

        var outcome = await InvokeAsync(Event());

        Assert.Equal([("Ok", true), ("ProcessingFailed", true)], Results(outcome));
        Assert.Equal(Enumerable.Repeat(Pushed, 3), Aws.Taken);
    }

    static IEnumerable<(string, bool)> Results(Outcome outcome) =>
        outcome.Json.GetProperty("records").EnumerateArray()
            .Select(record => (record.GetProperty("result").GetString()!, record.TryGetProperty("data", out _)));

    static byte[] Event() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        invocationId = "9f1c6d3e-6c1e-4f43-8f0b-0c7d3b8f2a61",
        deliveryStreamArn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/flowlogs-flow-logs",
        region = "us-east-1",
        records = new[] { (Id: "a", Data: First), (Id: "b", Data: Pushed) }.Select(record =>
            new { recordId = record.Id, approximateArrivalTimestamp = 1_774_000_080_000, data = record.Data }),
    });

    // Two of these records exceed one response.
    static byte[] Payload(string source)
    {
        var text = new StringBuilder("""{"messageType":"DATA_MESSAGE","owner":"123456789010","logGroup":"vpc","logStream":"eni-1-all","subscriptionFilters":["all"],"logEvents":[""");
        for (var i = 0; i < 12_000; i++)
            text.Append(i == 0 ? "" : ",").Append($$"""{"id":"{{i:D56}}","timestamp":1774000060000,"message":"2 123456789010 eni-1 {{source}} 10.0.0.9 {{i}} 443 6 1 40 1774000000 1774000060 ACCEPT OK"}""");
        return Gzipped.Of(text.Append("]}").ToString());
    }
}
