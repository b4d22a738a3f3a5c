using System.Net;
using Amazon.Athena;
using Amazon.Athena.Model;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;
using static AwsSdk.Tests.LoopbackService;

namespace AwsSdk.Tests;

/// <summary>Which errors are retried, and which exceptions the others become.</summary>
public sealed class ErrorTests
{
    public delegate Task Call(string url, CancellationToken cancellation);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static readonly Dictionary<string, Call> Calls = new()
    {
        ["Athena"] = async (url, cancellation) =>
        {
            using var athena = Clients.Athena(url);
            await athena.StartQueryExecutionAsync(new() { QueryString = "SELECT 1" }, cancellation);
        },
        ["CloudWatch"] = async (url, cancellation) =>
        {
            using var cloudWatch = Clients.CloudWatch(url);
            await cloudWatch.PutMetricDataAsync(new() { Namespace = "N" }, cancellation);
        },
        ["Firehose"] = async (url, cancellation) =>
        {
            using var firehose = Clients.Firehose(url);
            await firehose.PutRecordBatchAsync(new() { DeliveryStreamName = "s" }, cancellation);
        },
    };

    public static TheoryData<string> Services => [.. Calls.Keys];

    [Theory]
    [InlineData("Athena", 400, "TooManyRequestsException")]
    [InlineData("Athena", 400, "ThrottlingException")]
    [InlineData("Athena", 500, "InternalServerException")]
    [InlineData("CloudWatch", 400, "Throttling")]
    [InlineData("CloudWatch", 500, "InternalServiceFault")]
    [InlineData("Firehose", 503, "ServiceUnavailableException")]
    [InlineData("Firehose", 400, "ThrottlingException")]
    public async Task A_transient_error_is_retried_until_it_passes(string service, int status, string code)
    {
        await using var loopback = await Start(Error(status, code, "Rate exceeded"), Error(status, code, "Rate exceeded"), Ok());

        await Calls[service](loopback.Url, Cancel);

        Assert.Equal(3, loopback.Requests.Count);
    }

    [Fact]
    public async Task A_lasting_error_is_thrown_after_the_third_attempt()
    {
        var error = Error(400, "TooManyRequestsException", "You have exceeded the limit");
        await using var loopback = await Start(error, error, error, Ok());

        var thrown = await Assert.ThrowsAsync<TooManyRequestsException>(() => Calls["Athena"](loopback.Url, Cancel));

        Assert.Equal("You have exceeded the limit", thrown.Message);
        Assert.Equal("TooManyRequestsException", thrown.ErrorCode);
        Assert.Equal("request-1", thrown.RequestId);
        Assert.Equal(HttpStatusCode.BadRequest, thrown.StatusCode);
        Assert.Equal(3, loopback.Requests.Count);
    }

    [Theory]
    [InlineData("Athena", "InvalidRequestException", typeof(InvalidRequestException), "InvalidRequestException")]
    [InlineData("Athena", "MetadataException", typeof(AmazonAthenaException), "MetadataException")]
    [InlineData("CloudWatch", "InvalidParameterValueException", typeof(InvalidParameterValueException), "InvalidParameterValue")]
    [InlineData("CloudWatch", "InvalidParameterCombinationException", typeof(InvalidParameterCombinationException),
        "InvalidParameterCombination")]
    [InlineData("CloudWatch", "MissingRequiredParameterException", typeof(MissingRequiredParameterException), "MissingParameter")]
    [InlineData("CloudWatch", "AccessDenied", typeof(AmazonCloudWatchException), "AccessDenied")]
    [InlineData("Firehose", "ResourceNotFoundException", typeof(ResourceNotFoundException), "ResourceNotFoundException")]
    [InlineData("Firehose", "InvalidArgumentException", typeof(InvalidArgumentException), "InvalidArgumentException")]
    [InlineData("Firehose", "InvalidKMSResourceException", typeof(AmazonKinesisFirehoseException), "InvalidKMSResourceException")]
    public async Task A_refusal_is_thrown_immediately_with_type_code_and_message(string service, string sent, Type type, string code)
    {
        await using var loopback = await Start(Error(400, sent, "Not like this"), Ok());

        var thrown = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Calls[service](loopback.Url, Cancel));

        Assert.Equal(type, thrown.GetType());
        Assert.Equal(code, thrown.ErrorCode);
        Assert.Equal("Not like this", thrown.Message);
        Assert.Single(loopback.Requests);
    }

    [Fact]
    public async Task CloudWatch_returns_its_older_error_codes_on_request()
    {
        await using var loopback = await Start(Json(
            400, """{"__type":"com.amazonaws.cloudwatch.v2010_08_01#AccessDeniedException","message":"No"}""",
            "x-amzn-query-error: AccessDenied;Sender"));

        var thrown = await Assert.ThrowsAsync<AmazonCloudWatchException>(() => Calls["CloudWatch"](loopback.Url, Cancel));

        Assert.Equal("true", Assert.Single(loopback.Requests)["x-amzn-query-mode"]);
        Assert.Equal("AccessDenied", thrown.ErrorCode);
        Assert.Equal(ErrorType.Sender, thrown.ErrorType);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_failure_that_is_not_JSON_is_retried(string service)
    {
        await using var loopback = await Start(Html(500), Html(502), Ok());

        await Calls[service](loopback.Url, Cancel);

        Assert.Equal(3, loopback.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_failure_that_is_not_JSON_becomes_the_services_exception(string service)
    {
        await using var loopback = await Start(Html(500), Html(500), Html(500));

        var thrown = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Calls[service](loopback.Url, Cancel));

        Assert.Equal(HttpStatusCode.InternalServerError, thrown.StatusCode);
        Assert.EndsWith("Exception", thrown.GetType().Name);
        Assert.Contains(service, thrown.GetType().Name);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_broken_connection_is_retried(string service)
    {
        await using var loopback = await Start(Reset(), Reset(), Ok());

        await Calls[service](loopback.Url, Cancel);

        Assert.Equal(3, loopback.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_is_not_JSON_is_an_error()
    {
        await using var loopback = await Start(Html(200), Html(200), Html(200));

        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => Calls["Athena"](loopback.Url, Cancel));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_cancelled_call_ends(string service)
    {
        await using var loopback = await Start(Hang());
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var call = Calls[service](loopback.Url, cancellation.Token);
        while (loopback.Requests.IsEmpty)
            await Task.Delay(10, Cancel);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(loopback.Requests);
    }
}
