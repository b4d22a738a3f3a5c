namespace Faults.Tests;

/// <summary>PartitionRegistrar registers its hours, or fails so that it runs again, and leaves no query running.</summary>
public sealed class PartitionRegistrarTests : FunctionUnderFault
{
    protected override string FunctionName => "PartitionRegistrar";

    [Theory]
    [InlineData("StartQueryExecution", "schedule")]
    [InlineData("GetQueryExecution", "schedule")]
    [InlineData("ListObjectsV2", "discover")]
    public async Task Every_fault_of_each_call_is_survived(string name, string sample)
    {
        var call = AwsCall.Find(name);
        Assert.False((await InvokeSampleAsync(sample)).IsError);
        foreach (var fault in Fault.Passing.Append(Fault.AnswerLost))
        {
            Aws.Fail(call, fault, times: fault.HasEffect ? 1 : 2);
            var outcome = await InvokeSampleAsync(sample);
            Assert.True(!outcome.IsError, $"{name}, {fault.Name}: {outcome.Log}");
            // Whatever the number of retries, one query has run, and the function has seen its end.
            Assert.Equal(Assert.Single(Aws.Started.Values), Aws.Ended.Distinct().Single());
            Assert.Empty(Aws.Stopped);
            Survived++;
        }
        foreach (var fault in Fault.Passing.Concat(Fault.Lasting))
        {
            Aws.Fail(call, fault, int.MaxValue);
            var outcome = await InvokeSampleAsync(sample);
            Assert.True(outcome.IsError, $"{name}, {fault.Name}: {outcome.Payload}");
            // Athena's throttling outlasts the short deadline of this test, but not the template's.
            await outcome.SaysAsync($"{fault.Says}|was throttling, or|at the deadline");
            await outcome.SaysAsync(Place(name));
            if (name == "GetQueryExecution")
                Assert.Equal(Assert.Single(Aws.Started.Values), Assert.Single(Aws.Stopped));
            else
                Assert.Empty(Aws.Started);

            Aws.Mend();
            Assert.False((await InvokeSampleAsync(sample)).IsError);
            Survived++;
        }
        Tell(name);
    }

    [Fact]
    public async Task Every_fault_of_StopQueryExecution_is_survived_and_the_first_reason_kept()
    {
        Assert.False((await InvokeSampleAsync("schedule")).IsError);
        foreach (var fault in Fault.Passing.Concat(Fault.Lasting))
        {
            Aws.FailBoth(AwsCall.GetQueryExecution, Fault.Find("no permission"), AwsCall.StopQueryExecution, fault);
            var outcome = await InvokeSampleAsync("schedule");
            Assert.True(outcome.IsError, $"{fault.Name}: {outcome.Payload}");
            Assert.Contains("not authorized", outcome.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
            await outcome.SaysAsync($"Athena query {Assert.Single(Aws.Started.Values)} could not be stopped: (.*{fault.Says}|timed out)");
            Survived++;
        }
        Tell("StopQueryExecution");
    }

    // The operation in progress, in the error or the log.
    static string Place(string call) => call == "ListObjectsV2" ? "s3://[a-z-]+/flowlogs/"
        : "register 51 hours, 2026-11-23T10 to 2026-11-25T12|2026-11-23T10 and later hours are not";
}
