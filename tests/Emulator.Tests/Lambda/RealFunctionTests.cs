using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Tests.Lambda;

/// <summary>Runs the product's executables with the stand-ins' or the official bootstrap.</summary>
public sealed class RealFunctionTests
{
    [Fact]
    public async Task Decompressor_answers_from_its_place_in_the_build()
    {
        var template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        await using var function = new LambdaFunction(FunctionResource.Find(template, "Decompressor"));

        using var result = await function.InvokeAsync("""
            {
              "invocationId": "1",
              "deliveryStreamArn": "arn:aws:firehose:us-east-1:123456789012:deliverystream/flowlogs",
              "region": "us-east-1",
              "records": [{ "recordId": "a", "approximateArrivalTimestamp": 1418530010000, "data": "bm90IGd6aXA=" }]
            }
            """u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal("""{"records":[{"recordId":"a","result":"ProcessingFailed","data":"bm90IGd6aXA="}]}""", result.ToString());
    }
}
