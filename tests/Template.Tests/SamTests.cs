using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AwsSdk.Tests;

namespace Template.Tests;

/// <summary>Runs the commands of the README with the AWS SAM CLI, with moto in place of AWS.</summary>
public sealed class SamTests(SamBuild build, MotoServer moto) : IClassFixture<SamBuild>, IClassFixture<MotoServer>
{
    static readonly string[] Functions = ["Decompressor", "MetricPublisher", "PartitionRegistrar"];

    static readonly string Here = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";

    [Fact]
    public async Task Sam_validate_finds_nothing_to_improve()
    {
        SamBuild.Require();

        var (exitCode, output, errors) = await SamBuild.RunAsync(Repository.Root, "", null, "validate");

        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("is a valid SAM Template", output);
    }

    [Theory]
    [InlineData("arm64", 0xB7, 0xAA64)]
    [InlineData("x86_64", 0x3E, 0x8664)]
    public async Task Sam_build_compiles_for_the_architecture_of_the_template(string architecture, int elfMachine, int machine)
    {
        // ReadyToRun code for Linux has this mask over the machine of its header.
        const int Linux = 0x7B79;
        SamBuild.Require();
        var built = Path.Combine(await build.FolderAsync(architecture), ".aws-sam", "build");

        Assert.All(Functions, function =>
        {
            var files = Directory.GetFiles(Path.Combine(built, function));
            Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".pdb" or ".xml");
            Assert.Equal(elfMachine, File.ReadAllBytes(Path.Combine(built, function, function))[18]);
            foreach (var name in new[] { function, "FlowLogs", "AWSSDK.Core" })
            {
                using var library = new PEReader(File.OpenRead(Path.Combine(built, function, name + ".dll")));
                Assert.Equal(machine ^ Linux, (int)library.PEHeaders.CoffHeader.Machine);
            }
        });
    }

    [Fact]
    public async Task The_built_functions_answer_the_sample_events_in_the_runtime_interface_emulator()
    {
        SamBuild.Require();
        Assert.SkipUnless(InterfaceEmulator.IsInstalled,
            "skipped: the Lambda Runtime Interface Emulator (aws-lambda-rie) is not on the PATH");
        moto.Require();
        await moto.S3(HttpMethod.Put, "/flow-bucket");
        await moto.S3(HttpMethod.Put, "/flow-bucket/flowlogs/2026/11/25/07/file.parquet", "PAR1");
        var built = Path.Combine(await build.FolderAsync(Here), ".aws-sam", "build");
        (string Function, string Event, string Answer)[] samples =
        [
            ("Decompressor", "firehose-cloudwatch-logs", "records"),
            ("MetricPublisher", "kinesis-tumbling-window", "state"),
            ("MetricPublisher", "kinesis-tumbling-window-final", "state"),
            ("MetricPublisher", "kda-output", "records"),
            ("PartitionRegistrar", "schedule", "hours"),
            ("PartitionRegistrar", "backfill", "hours"),
            ("PartitionRegistrar", "discover", "hours"),
        ];
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Repository.Root, "events")).Select(Path.GetFileNameWithoutExtension).Order(),
            samples.Select(sample => sample.Event).Order());

        foreach (var function in samples.GroupBy(sample => sample.Function))
        {
            await using var emulator = await InterfaceEmulator.StartAsync(Path.Combine(built, function.Key), function.Key, moto.Url);
            foreach (var (_, name, answer) in function)
            {
                var text = await emulator.InvokeAsync(
                    await File.ReadAllTextAsync(Path.Combine(Repository.Root, "events", name + ".json"),
                    Xunit.TestContext.Current.CancellationToken));
                Assert.True(JsonNode.Parse(text)?[answer] is not null, $"{name}: {text}\n{emulator.Log}");
            }
        }
    }

    [Fact]
    public async Task Sam_deploy_guided_reaches_the_change_set_and_keeps_its_answers()
    {
        SamBuild.Require();
        moto.Require();
        // moto does not return the outputs of the stack that SAM creates for its own bucket, so the test creates the stack first.
        await moto.Ask("cloudformation", null, "Action=CreateStack&Version=2010-05-15&StackName=aws-sam-cli-managed-default"
            + "&Tags.member.1.Key=ManagedStackSource&Tags.member.1.Value=AwsSamCli&TemplateBody=" + Uri.EscapeDataString(
                """{"Resources":{"B":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"sam-bucket"}}},"Outputs":{"SourceBucket":{"Value":{"Ref":"B"}}}}"""));
        var folder = await build.FolderAsync("arm64");
        var parameters = StackTemplate.Load().Parameters.Select(parameter => parameter.Key switch
        {
            "S3BucketName" => "flow-logs-archive",
            "VPCId" => "vpc-0123456789abcdef0",
            _ => "",
        });
        // Stack name and region; the parameters; confirmation, IAM, rollback, saving, file and environment; and whether to deploy.
        string[] answers = ["", "", .. parameters, "", "", "", "", "", "", "n"];

        // A host name without a dot, because moto reads the part before a dot as a bucket.
        var (exitCode, output, errors) = await SamBuild.RunAsync(
            folder, string.Join('\n', answers) + "\n", moto.Url.Replace("127.0.0.1", "localhost"), "deploy", "--guided");

        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("Changeset created successfully", output);
        Assert.Contains("Stack name                   : flow-logs", output);
        var saved = await File.ReadAllTextAsync(Path.Combine(folder, "samconfig.toml"), Xunit.TestContext.Current.CancellationToken);
        Assert.Contains("S3BucketName=\\\"flow-logs-archive\\\"", saved);
    }

    [Theory]
    [InlineData("Decompressor", "firehose-cloudwatch-logs.json", "records")]
    [InlineData("MetricPublisher", "kinesis-tumbling-window.json", "state")]
    [InlineData("MetricPublisher", "kda-output.json", "records")]
    public async Task Sam_local_invoke_answers_the_sample_event(string function, string sample, string answer)
    {
        SamBuild.Require();
        Assert.SkipUnless(Tool.IsOnPath("docker") && (await Tool.RunAsync("docker", "info")).ExitCode == 0,
            "skipped: no container engine answers, and sam local invoke runs functions in a container");
        var folder = await build.FolderAsync(Here);

        var (exitCode, output, errors) = await SamBuild.RunAsync(
            folder, "", null, "local", "invoke", function, "--event", Path.Combine(Repository.Root, "events", sample));

        Assert.True(exitCode == 0, errors);
        Assert.NotNull(JsonNode.Parse(output)![answer]);
    }
}
