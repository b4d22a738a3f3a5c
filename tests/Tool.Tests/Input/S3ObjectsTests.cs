using System.Diagnostics;
using Emulator.S3;
using Tool.Tests.Cli;

namespace Tool.Tests.Input;

/// <summary>Reads <c>s3://</c> addresses with the executable and AWS's own SDK from an S3 on the loopback.</summary>
public sealed class S3ObjectsTests : IAsyncLifetime
{
    const string Day = "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2014/12/14";

    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-s3-").FullName;
    S3Endpoint _s3 = null!;

    public async ValueTask InitializeAsync()
    {
        Put($"{Day}/a.log.gz", FlowLogFiles.Kinds["header.log.gz"](FlowLogFiles.Records[..2]));
        Put($"{Day}/04/b c+d.parquet", FlowLogFiles.Kinds["delivered.parquet"](FlowLogFiles.Records[2..]));
        Put("other/c.log", FlowLogFiles.Lines(FlowLogFiles.Records[..1]));
        _s3 = await S3Endpoint.StartAsync(new LocalBuckets(_folder), ct: TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("s3://my-logs", 7)]
    [InlineData($"s3://my-logs/{Day}/a.log.gz s3://my-logs/AWSLogs/ s3://my-logs/AWSLogs", 6)]
    [InlineData("s3://my-logs/**/*.log s3://my-logs/AWS*/**/*.gz", 3)]
    public async Task An_address_is_an_object_or_a_prefix_of_objects(string urls, int records)
    {
        var (exitCode, output, errors) = await RunAsync(urls);

        Assert.True(exitCode == 0, errors);
        Assert.Matches($@"records in +{records}\n", output);
        Assert.Contains("s3://my-logs/", output + errors);
    }

    [Fact]
    public async Task Missing_objects_are_reported_in_one_line_each()
    {
        var (exitCode, _, errors) = await RunAsync("s3://my-logs/none/ s3://no-such-bucket/ s3:///key");

        Assert.Equal(1, exitCode);
        Assert.Collection(
            errors.Trim().Split('\n'),
            line => Assert.Equal("s3://my-logs/none/: the name is neither an object nor a prefix of objects.", line),
            line => Assert.Contains("bucket does not exist", line),
            line => Assert.Contains("the bucket is missing", line));
    }

    [Theory]
    [InlineData("AWS_REGION", "no region is set. Set AWS_REGION")]
    [InlineData("AWS_ACCESS_KEY_ID", "no AWS credentials found. Name a profile in AWS_PROFILE")]
    public async Task Missing_settings_are_named(string variable, string expected)
    {
        var (exitCode, _, errors) = await RunAsync("s3://my-logs", variable);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"s3://my-logs: S3 cannot be read: {expected}", Assert.Single(errors.Trim().Split('\n')));
    }

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    void Put(string key, byte[] data)
    {
        var path = Path.Combine(_folder, "s3", "my-logs", key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, data);
    }

    async Task<(int ExitCode, string Output, string Errors)> RunAsync(string urls, string? without = null)
    {
        var data = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Tool.dll"), "run", .. urls.Split(' '), "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Without the user's own AWS settings.
        start.Environment["HOME"] = _folder;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        if (without != "AWS_REGION")
            start.Environment["AWS_ENDPOINT_URL_S3"] = _s3.Url.ToString();
        start.Environment["AWS_ACCESS_KEY_ID"] = start.Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        start.Environment["AWS_REGION"] = "eu-west-1";
        if (without is not null)
            start.Environment.Remove(without);
        using var process = Processes.Start(start);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
