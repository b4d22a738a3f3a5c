using System.Text.Json.Nodes;

namespace Template.Tests;

/// <summary>The functions in AWS's own container of the Lambda runtime, where this machine has SAM's command line and a container engine.</summary>
public sealed class SamTests
{
    [Theory]
    [InlineData("Decompressor", "firehose-cloudwatch-logs.json", "records")]
    [InlineData("MetricPublisher", "kinesis-tumbling-window.json", "state")]
    [InlineData("MetricPublisher", "kda-output.json", "records")]
    public async Task A_sample_event_gets_its_answer_from_sam_local_invoke(string function, string sample, string answer)
    {
        Assert.SkipUnless(Tool.IsOnPath("sam"), "sam is not on this machine's PATH (AWS SAM CLI)");
        Assert.SkipUnless(Tool.IsOnPath("docker") && (await Tool.RunAsync("docker", "info")).ExitCode == 0,
            "no container engine answers: sam local invoke runs functions in a container");
        var build = Directory.CreateTempSubdirectory("sam").FullName;
        try
        {
            var (built, _, buildErrors) = await Tool.RunAsync("sam", "build", function, "--build-dir", build);
            Assert.True(built == 0, buildErrors);

            var (exitCode, output, errors) = await Tool.RunAsync("sam", "local", "invoke", function,
                "--template", Path.Combine(build, StackTemplate.FileName), "--event", Path.Combine("events", sample));

            Assert.True(exitCode == 0, errors);
            Assert.NotNull(JsonNode.Parse(output)![answer]);
        }
        finally
        {
            Directory.Delete(build, recursive: true);
        }
    }
}
