namespace MetricPublisher.Tests;

public sealed class ShapeTests : FunctionFixture
{
    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("{}", "Unrecognized event")]
    [InlineData("""{"Records":[{"kinesis":{"data":""}}]}""", "TumblingWindowInSeconds")]
    [InlineData("""{"invocationId":"1","deliveryStreamArn":"arn:aws:firehose:x","records":[]}""", "Unrecognized event")]
    [InlineData("""{"window":{},"applicationArn":"arn"}""", "both")]
    [InlineData("""{"nested":{"window":{}}}""", "Unrecognized event")]
    public async Task An_event_of_another_kind_is_one_clear_error(string json, string expected)
    {
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => InvokeAsync(json));

        Assert.Contains(expected, thrown.Message);
    }

    [Theory]
    [InlineData("""{"window":null,"Records":[]}""", "no start")]
    [InlineData("""{"window":{},"Records":[]}""", "no start")]
    [InlineData("""{"applicationArn":"arn"}""", "no 'records'")]
    public async Task An_event_without_its_main_part_is_one_clear_error(string json, string expected)
    {
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => InvokeAsync(json));

        Assert.Contains(expected, thrown.Message);
    }
}
