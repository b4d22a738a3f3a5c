using System.Text;
using Amazon.Athena;
using Amazon.Athena.Model;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.KinesisFirehose.Model;
using static AwsSdk.Tests.LoopbackService;

namespace AwsSdk.Tests;

/// <summary>What each operation sends, and how it reads the answer.</summary>
public sealed class WireTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_starts_with_Athenas_documented_request()
    {
        await using var service = await Start(Ok("""{"QueryExecutionId":"q-1"}"""));
        using var athena = Clients.Athena(service.Url);

        var response = await athena.StartQueryExecutionAsync(
            new()
            {
                ClientRequestToken = "0123456789abcdef0123456789abcdef",
                QueryString = "ALTER TABLE `d`.`t` ADD IF NOT EXISTS PARTITION (hour='01') LOCATION 's3://b/é/'",
                QueryExecutionContext = new() { Catalog = "AwsDataCatalog", Database = "d" },
                WorkGroup = "w",
            },
            Cancel);

        Assert.Equal("q-1", response.QueryExecutionId);
        var request = Assert.Single(service.Requests);
        AssertProtocol(request, "AmazonAthena.StartQueryExecution", "application/x-amz-json-1.1", "athena");
        AssertJson(
            """
            {"ClientRequestToken":"0123456789abcdef0123456789abcdef",
             "QueryString":"ALTER TABLE `d`.`t` ADD IF NOT EXISTS PARTITION (hour='01') LOCATION 's3://b/é/'",
             "QueryExecutionContext":{"Catalog":"AwsDataCatalog","Database":"d"},"WorkGroup":"w"}
            """,
            request);
    }

    [Fact]
    public async Task A_query_without_a_token_gets_one_that_its_retries_share()
    {
        await using var service = await Start(Error(400, "ThrottlingException", "Rate exceeded"), Ok("""{"QueryExecutionId":"q-1"}"""));
        using var athena = Clients.Athena(service.Url);

        await athena.StartQueryExecutionAsync(new() { QueryString = "SELECT 1" }, Cancel);

        var tokens = service.Requests.Select(r => r.Json.GetProperty("ClientRequestToken").GetString()).ToList();
        Assert.Equal(2, tokens.Count);
        Assert.Equal(36, tokens[0]!.Length);
        Assert.Equal(tokens[0], tokens[1]);
    }

    [Fact]
    public async Task A_failed_query_has_Athenas_reason()
    {
        await using var service = await Start(Ok(
            """
            {"QueryExecution":{"QueryExecutionId":"q-1","Query":"SELECT 1","StatementType":"DDL","WorkGroup":"w",
             "Status":{"State":"FAILED","StateChangeReason":"FAILED: SemanticException table not found","SubmissionDateTime":1.4E9,
             "AthenaError":{"ErrorCategory":2}},"Statistics":{"DataScannedInBytes":0},"Unknown":[{"a":null}]}}
            """));
        using var athena = Clients.Athena(service.Url);

        var execution = (await athena.GetQueryExecutionAsync(new() { QueryExecutionId = "q-1" }, Cancel)).QueryExecution!;

        Assert.Equal("q-1", execution.QueryExecutionId);
        Assert.Equal("SELECT 1", execution.Query);
        Assert.Equal("w", execution.WorkGroup);
        Assert.Equal(QueryExecutionState.FAILED, execution.Status!.State);
        Assert.Equal("FAILED: SemanticException table not found", execution.Status.StateChangeReason);
        var request = Assert.Single(service.Requests);
        AssertProtocol(request, "AmazonAthena.GetQueryExecution", "application/x-amz-json-1.1", "athena");
        AssertJson("""{"QueryExecutionId":"q-1"}""", request);
    }

    [Fact]
    public async Task An_unknown_state_is_kept()
    {
        await using var service = await Start(Ok("""{"QueryExecution":{"Status":{"State":"PAUSED"}}}"""));
        using var athena = Clients.Athena(service.Url);

        var execution = (await athena.GetQueryExecutionAsync(new() { QueryExecutionId = "q-1" }, Cancel)).QueryExecution!;

        Assert.Equal("PAUSED", execution.Status!.State!.Value);
        Assert.Null(execution.Status.StateChangeReason);
    }

    [Fact]
    public async Task A_query_is_stopped_by_its_id()
    {
        await using var service = await Start(Ok());
        using var athena = Clients.Athena(service.Url);

        await athena.StopQueryExecutionAsync(new() { QueryExecutionId = "q-1" }, Cancel);

        var request = Assert.Single(service.Requests);
        AssertProtocol(request, "AmazonAthena.StopQueryExecution", "application/x-amz-json-1.1", "athena");
        AssertJson("""{"QueryExecutionId":"q-1"}""", request);
    }

    [Fact]
    public async Task Metrics_are_sent_with_the_members_that_are_set_and_no_others()
    {
        // An empty body is a valid answer of an operation without output.
        await using var service = await Start(Ok(""));
        using var cloudWatch = Clients.CloudWatch(service.Url);

        var response = await cloudWatch.PutMetricDataAsync(
            new()
            {
                Namespace = "VpcFlowLogs",
                MetricData =
                [
                    new()
                    {
                        MetricName = "RejectedPackets",
                        Dimensions = [new() { Name = "Protocol", Value = "TCP" }],
                        Timestamp = new DateTime(2026, 11, 25, 10, 15, 0, 500, DateTimeKind.Utc),
                        Value = 12.5,
                        Unit = StandardUnit.Count,
                        StorageResolution = 60,
                    },
                    new() { MetricName = "Sizes", Values = [1, 1e21], Counts = [3, 4], Unit = "Bytes" },
                    new() { MetricName = "Set", StatisticValues = new() { SampleCount = 2, Sum = 3, Minimum = 1, Maximum = 2 } },
                ],
            },
            Cancel);

        Assert.Equal(System.Net.HttpStatusCode.OK, response.HttpStatusCode);
        var request = Assert.Single(service.Requests);
        AssertProtocol(request, "GraniteServiceVersion20100801.PutMetricData", "application/x-amz-json-1.0", "monitoring");
        AssertJson(
            """
            {"Namespace":"VpcFlowLogs","MetricData":[
             {"MetricName":"RejectedPackets","Dimensions":[{"Name":"Protocol","Value":"TCP"}],"Timestamp":1795601700.5,"Value":12.5,
              "Unit":"Count","StorageResolution":60},
             {"MetricName":"Sizes","Values":[1,1E+21],"Counts":[3,4],"Unit":"Bytes"},
             {"MetricName":"Set","StatisticValues":{"SampleCount":2,"Sum":3,"Minimum":1,"Maximum":2}}]}
            """,
            request);
    }

    [Fact]
    public async Task A_large_body_is_the_same_when_it_is_sent_again()
    {
        await using var service = await Start(Error(400, "Throttling", "Rate exceeded"), Ok());
        using var cloudWatch = Clients.CloudWatch(service.Url);
        var data = Enumerable.Range(0, 1000).Select(i => new MetricDatum { MetricName = $"Metric{i}", Value = i }).ToList();

        await cloudWatch.PutMetricDataAsync(new() { Namespace = "N", MetricData = data }, Cancel);

        Assert.Equal(2, service.Requests.Count);
        Assert.All(service.Requests, request => Assert.Equal(1000, request.Json.GetProperty("MetricData").GetArrayLength()));
    }

    [Fact]
    public async Task Records_are_sent_in_base64_and_their_answers_come_in_order()
    {
        await using var service = await Start(Ok(
            """
            {"Encrypted":false,"FailedPutCount":1,"RequestResponses":[{"RecordId":"r-1"},
             {"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}]}
            """));
        using var firehose = Clients.Firehose(service.Url);
        // A stream with a hidden buffer is sent completely, whatever its position.
        var hidden = new MemoryStream("second"u8.ToArray(), writable: false) { Position = 3 };

        var response = await firehose.PutRecordBatchAsync(
            new() { DeliveryStreamName = "s", Records = [new() { Data = Stream("first+/é") }, new() { Data = hidden }] }, Cancel);

        Assert.Equal(1, response.FailedPutCount);
        Assert.False(response.Encrypted);
        Assert.Equal(["r-1", null], response.RequestResponses!.Select(r => r.RecordId));
        Assert.Equal([null, "ServiceUnavailableException"], response.RequestResponses!.Select(r => r.ErrorCode));
        Assert.Equal([null, "Slow down."], response.RequestResponses!.Select(r => r.ErrorMessage));
        var request = Assert.Single(service.Requests);
        AssertProtocol(request, "Firehose_20150804.PutRecordBatch", "application/x-amz-json-1.1", "firehose");
        AssertJson(
            $$"""
            {"DeliveryStreamName":"s","Records":[
             {"Data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes("first+/é"))}}"},
             {"Data":"{{Convert.ToBase64String("second"u8)}}"}]}
            """,
            request);
    }

    static MemoryStream Stream(string text)
    {
        var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(text));
        return stream;
    }

    static void AssertProtocol(Received request, string target, string contentType, string service)
    {
        Assert.Equal("POST", request.Method);
        Assert.Equal("/", request.Path);
        Assert.Equal(target, request["X-Amz-Target"]);
        Assert.Equal(contentType, request["Content-Type"]);
        Assert.Matches(
            $"^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{{8}}/eu-central-1/{service}/aws4_request, " +
            "SignedHeaders=[a-z0-9;-]*host;[a-z0-9;-]*x-amz-date;[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}$",
            request["Authorization"]);
    }

    static void AssertJson(string expected, Received request) =>
        Assert.True(
            System.Text.Json.JsonElement.DeepEquals(System.Text.Json.JsonElement.Parse(expected), request.Json),
            $"Sent {request.Json}");
}
