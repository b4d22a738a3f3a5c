using Amazon;
using Amazon.Athena;
using Amazon.Athena.Model;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using static AwsSdk.Tests.LoopbackService;

namespace AwsSdk.Tests;

/// <summary>The endpoints of clients. Expected hosts: "Service endpoints and quotas", AWS General Reference.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class EndpointTests
{
    // The region is the same in all tests: AWSSDK.Core reads it once per process.
    const string Region = "us-gov-west-1";

    [Theory]
    [InlineData("us-east-1", false, false, "https://athena.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://athena-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://athena.us-east-1.api.aws")]
    [InlineData("us-east-1", true, true, "https://athena-fips.us-east-1.api.aws")]
    [InlineData("eu-central-1", false, false, "https://athena.eu-central-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://athena.cn-north-1.amazonaws.com.cn")]
    [InlineData("cn-north-1", false, true, "https://athena.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("us-gov-west-1", false, false, "https://athena.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", true, false, "https://athena-fips.us-gov-west-1.amazonaws.com")]
    public void Athenas_endpoint_follows_from_region_and_partition(string region, bool fips, bool dualStack, string url) =>
        Assert.Equal(url, Resolve(new AmazonAthenaConfig(), new StartQueryExecutionRequest(), region, fips, dualStack));

    [Theory]
    [InlineData("us-east-1", false, false, "https://monitoring.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://monitoring-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://monitoring.us-east-1.api.aws")]
    [InlineData("cn-northwest-1", false, false, "https://monitoring.cn-northwest-1.amazonaws.com.cn")]
    [InlineData("us-gov-east-1", false, false, "https://monitoring.us-gov-east-1.amazonaws.com")]
    [InlineData("us-gov-east-1", true, false, "https://monitoring.us-gov-east-1.amazonaws.com")]
    [InlineData("us-gov-east-1", true, true, "https://monitoring.us-gov-east-1.api.aws")]
    public void CloudWatchs_endpoint_follows_from_region_and_partition(string region, bool fips, bool dualStack, string url) =>
        Assert.Equal(url, Resolve(new AmazonCloudWatchConfig(), new PutMetricDataRequest(), region, fips, dualStack));

    [Theory]
    [InlineData("us-east-1", false, false, "https://firehose.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://firehose-fips.us-east-1.amazonaws.com")]
    [InlineData("eu-west-1", false, true, "https://firehose.eu-west-1.api.aws")]
    [InlineData("cn-north-1", false, false, "https://firehose.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", true, false, "https://firehose-fips.us-gov-west-1.amazonaws.com")]
    public void Firehoses_endpoint_follows_from_region_and_partition(string region, bool fips, bool dualStack, string url) =>
        Assert.Equal(url, Resolve(new AmazonKinesisFirehoseConfig(), new PutRecordBatchRequest(), region, fips, dualStack));

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_ATHENA")]
    public async Task The_environment_can_replace_Athenas_endpoint(string variable)
    {
        await using var service = await Start(Ok());
        using var environment = new EnvironmentVariables(("AWS_REGION", Region), (variable, service.Url));
        using var athena = new AmazonAthenaClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonAthenaConfig());

        await athena.StopQueryExecutionAsync(new(), TestContext.Current.CancellationToken);

        Assert.Contains($"/{Region}/athena/", Assert.Single(service.Requests)["Authorization"]);
    }

    [Fact]
    public async Task A_services_own_endpoint_variable_overrides_the_common_one()
    {
        await using var cloudWatchService = await Start(Ok());
        await using var firehoseService = await Start(Ok());
        using var environment = new EnvironmentVariables(
            ("AWS_REGION", Region), ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ("AWS_ENDPOINT_URL_CLOUDWATCH", cloudWatchService.Url), ("AWS_ENDPOINT_URL_FIREHOSE", firehoseService.Url));
        var credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
        using var cloudWatch = new AmazonCloudWatchClient(credentials, new AmazonCloudWatchConfig());
        using var firehose = new AmazonKinesisFirehoseClient(credentials, new AmazonKinesisFirehoseConfig());

        await cloudWatch.PutMetricDataAsync(new(), TestContext.Current.CancellationToken);
        await firehose.PutRecordBatchAsync(new(), TestContext.Current.CancellationToken);

        Assert.Contains($"/{Region}/monitoring/", Assert.Single(cloudWatchService.Requests)["Authorization"]);
        Assert.Contains($"/{Region}/firehose/", Assert.Single(firehoseService.Requests)["Authorization"]);
    }

    [Fact]
    public async Task The_variables_that_Lambda_sets_are_enough()
    {
        await using var service = await Start(Ok());
        using var environment = new EnvironmentVariables(
            ("AWS_REGION", Region), ("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_SESSION_TOKEN", "token"), ("AWS_ENDPOINT_URL_ATHENA", service.Url));
        using var athena = new AmazonAthenaClient();

        await athena.StopQueryExecutionAsync(new(), TestContext.Current.CancellationToken);

        var request = Assert.Single(service.Requests);
        Assert.Contains("Credential=ASIAEXAMPLE/", request["Authorization"]);
        Assert.Contains($"/{Region}/athena/", request["Authorization"]);
        Assert.Equal("token", request["X-Amz-Security-Token"]);
    }

    static string Resolve(ClientConfig config, AmazonWebServiceRequest request, string region, bool fips, bool dualStack)
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.UseFIPSEndpoint = fips;
        config.UseDualstackEndpoint = dualStack;
        return config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request)).URL.TrimEnd('/');
    }
}
