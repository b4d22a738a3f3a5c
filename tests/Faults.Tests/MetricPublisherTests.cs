namespace Faults.Tests;

/// <summary>MetricPublisher stores a window's values once, or fails so that Lambda sends the window again.</summary>
public sealed class MetricPublisherTests : FunctionUnderFault
{
    protected override string FunctionName => "MetricPublisher";

    [Fact]
    public async Task Every_fault_of_PutMetricData_in_a_window_is_survived()
    {
        await InvokeSampleAsync("kinesis-tumbling-window");
        foreach (var fault in Fault.Passing.Append(Fault.AnswerLost))
        {
            Aws.Fail(AwsCall.PutMetricData, fault, times: fault.HasEffect ? 1 : 2);
            var outcome = await InvokeSampleAsync("kinesis-tumbling-window-final");
            Assert.True(!outcome.IsError, $"{fault.Name}: {outcome.Log}");
            // Only a lost answer may count a window twice: docs/decisions/metric-windows.md.
            Assert.Equal(fault.HasEffect ? 2 : 1,
                Aws.Stored.Count(datum => datum.EndsWith("RejectedTcpPackets 22", StringComparison.Ordinal)));
            Survived++;
        }
        foreach (var fault in Fault.Passing.Concat(Fault.Lasting))
        {
            Aws.Fail(AwsCall.PutMetricData, fault, int.MaxValue);
            var outcome = await InvokeSampleAsync("kinesis-tumbling-window-final");
            // Lambda sends a failed window again, with the same records and the same state.
            Assert.True(outcome.IsError, $"{fault.Name}: {outcome.Payload}");
            Assert.Empty(Aws.Stored);
            await outcome.SaysAsync($"The window from 2026-11-25T12:00:00Z was not published: .*{fault.Says}");

            Aws.Mend();
            Assert.False((await InvokeSampleAsync("kinesis-tumbling-window-final")).IsError);
            Assert.Single(Aws.Stored, datum => datum.EndsWith("RejectedTcpPackets 22", StringComparison.Ordinal));
            Survived++;
        }
        Tell("PutMetricData in a window");
    }

    [Theory]
    [InlineData("kinesis-tumbling-window-final")]
    [InlineData("kda-output")]
    public async Task PutMetricData_whose_answer_is_always_lost_is_sent_three_times(string sample)
    {
        Aws.Fail(AwsCall.PutMetricData, Fault.AnswerLost, int.MaxValue);

        await InvokeSampleAsync(sample);

        var sent = Aws.Stored.GroupBy(datum => datum).Select(datum => datum.Count()).ToList();
        Assert.NotEmpty(sent);
        Assert.All(sent, times => Assert.Equal(3, times));
    }

    [Fact]
    public async Task Every_fault_of_PutMetricData_for_an_application_is_survived()
    {
        await InvokeSampleAsync("kinesis-tumbling-window");
        foreach (var fault in Fault.Passing.Append(Fault.AnswerLost))
        {
            Aws.Fail(AwsCall.PutMetricData, fault, times: fault.HasEffect ? 1 : 2);
            var outcome = await InvokeSampleAsync("kda-output");
            Assert.Equal(["Ok", "Ok", "Ok"], Results(outcome));
            Survived++;
        }
        foreach (var fault in Fault.Passing.Concat(Fault.Lasting))
        {
            Aws.Fail(AwsCall.PutMetricData, fault, int.MaxValue);
            var outcome = await InvokeSampleAsync("kda-output");
            Assert.Equal(["DeliveryFailed", "DeliveryFailed", "DeliveryFailed"], Results(outcome));
            Assert.Empty(Aws.Stored);
            await outcome.SaysAsync($"(?s)The values of 3 records were not stored.*{fault.Says}");
            Survived++;
        }
        Tell("PutMetricData for an application");
    }

    static IEnumerable<string> Results(Outcome outcome) =>
        outcome.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("result").GetString()!);
}
