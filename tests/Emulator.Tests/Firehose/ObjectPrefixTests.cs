using Emulator.Firehose;

namespace Emulator.Tests.Firehose;

public sealed class ObjectPrefixTests
{
    static readonly DateTimeOffset Time = new(2028, 2, 29, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("flowlogs/!{timestamp:yyyy/MM/dd/HH}/", "flowlogs/2028/02/29/03/")]
    [InlineData("year=!{timestamp:yyyy}/month=!{timestamp:MM}/", "year=2028/month=02/")]
    [InlineData("!{timestamp:yy-M-d'T'H.mm.ss}", "28-2-29T3.04.05")]
    [InlineData("!{timestamp:yyyy''DDD}", "2028'060")]
    [InlineData("plain/", "plain/2028/02/29/03/")]
    [InlineData("", "2028/02/29/03/")]
    public void A_prefix_is_evaluated_for_a_time(string prefix, string expected) =>
        Assert.Equal(expected, ObjectPrefix.Evaluate(prefix, Time));

    [Fact]
    public void An_error_prefix_can_have_the_type_of_error() =>
        Assert.Equal("errors/processing-failed/2028/02/29/",
            ObjectPrefix.Evaluate("errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/", Time, "processing-failed"));

    [Theory]
    [InlineData("!{timestamp:yyyy")]
    [InlineData("!{timestamp:qq}")]
    [InlineData("!{timestamp:yyyy'}")]
    [InlineData("!{timestamp:yyyy-MMM}")]
    [InlineData("!{timestamp:ddd}")]
    [InlineData("!{timestamp:YYYY/MM}")]
    [InlineData("!{firehose:error-output-type}")]
    [InlineData("!{firehose:unheard-of}")]
    [InlineData("!{partitionKeyFromQuery:eni}")]
    public void An_unknown_expression_is_refused(string prefix) =>
        Assert.Throws<FormatException>(() => ObjectPrefix.Evaluate(prefix, Time));
}
