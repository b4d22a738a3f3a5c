using System.Text;
using System.Text.Json;
using Amazon.Athena;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;

namespace AwsSdk.Tests;

/// <summary>Makes the same calls to moto, which follows AWS's protocol independently of this repository.</summary>
public sealed class MotoTests(MotoServer moto) : IClassFixture<MotoServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Moto_accepts_a_query_and_returns_its_state()
    {
        moto.Require();
        using var athena = Clients.Athena(moto.Url);
        await moto.Ask("athena", "AmazonAthena.CreateWorkGroup", """{"Name":"flows","Configuration":{}}""");

        var started = await athena.StartQueryExecutionAsync(
            new() { QueryString = "ALTER TABLE `d`.`t` DROP IF EXISTS PARTITION (hour='01')", WorkGroup = "flows" }, Cancel);
        var execution = (await athena.GetQueryExecutionAsync(new() { QueryExecutionId = started.QueryExecutionId },
            Cancel)).QueryExecution!;

        Assert.Equal(started.QueryExecutionId, execution.QueryExecutionId);
        Assert.Equal("ALTER TABLE `d`.`t` DROP IF EXISTS PARTITION (hour='01')", execution.Query);
        Assert.Contains(execution.Status!.State!.Value, new[] { "QUEUED", "RUNNING", "SUCCEEDED" });

        await athena.StopQueryExecutionAsync(new() { QueryExecutionId = started.QueryExecutionId }, Cancel);
        execution = (await athena.GetQueryExecutionAsync(new() { QueryExecutionId = started.QueryExecutionId }, Cancel)).QueryExecution!;

        Assert.Equal(QueryExecutionState.CANCELLED, execution.Status!.State);
    }

    [Fact]
    public async Task An_unknown_workgroup_in_moto_is_Athenas_exception()
    {
        moto.Require();
        using var athena = Clients.Athena(moto.Url);

        await Assert.ThrowsAnyAsync<AmazonAthenaException>(
            () => athena.StartQueryExecutionAsync(new() { QueryString = "SELECT 1", WorkGroup = "nowhere" }, Cancel));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(900)]
    public async Task Moto_counts_the_published_datums(int datums)
    {
        moto.Require();
        using var cloudWatch = Clients.CloudWatch(moto.Url);
        var time = new DateTime(2026, 11, 25, 10, 15, 0, DateTimeKind.Utc);

        await cloudWatch.PutMetricDataAsync(
            new()
            {
                Namespace = $"Moto{datums}",
                MetricData =
                [
                    .. Enumerable.Range(1, datums - 1).Select(i => new MetricDatum
                    {
                        MetricName = "RejectedPackets",
                        Dimensions = [new() { Name = "Protocol", Value = "TCP" }],
                        Timestamp = time,
                        Value = i,
                        Unit = StandardUnit.Count,
                    }),
                    new() { MetricName = "Sizes", Timestamp = time, Values = [10, 20], Counts = [1, 2] },
                ],
            },
            Cancel);

        var statistics = await moto.Ask(
            "monitoring", null,
            $"Action=GetMetricStatistics&Version=2010-08-01&Namespace=Moto{datums}&MetricName=RejectedPackets" +
            "&Dimensions.member.1.Name=Protocol&Dimensions.member.1.Value=TCP&Statistics.member.1=Sum&Period=900" +
            "&StartTime=2026-11-25T10:15:00Z&EndTime=2026-11-25T10:30:00Z");
        Assert.Contains($"<Sum>{datums * (datums - 1) / 2}.0</Sum>", statistics);
        Assert.Contains("<Unit>Count</Unit>", statistics);
        var sizes = await moto.Ask(
            "monitoring", null,
            $"Action=GetMetricStatistics&Version=2010-08-01&Namespace=Moto{datums}&MetricName=Sizes" +
            "&Statistics.member.1=Sum&Period=900&StartTime=2026-11-25T10:15:00Z&EndTime=2026-11-25T10:30:00Z");
        Assert.Contains("<Sum>50.0</Sum>", sizes);
    }

    [Fact]
    public async Task An_invalid_datum_in_moto_is_CloudWatchs_exception()
    {
        moto.Require();
        using var cloudWatch = Clients.CloudWatch(moto.Url);

        var thrown = await Assert.ThrowsAnyAsync<AmazonCloudWatchException>(() => cloudWatch.PutMetricDataAsync(
            new() { Namespace = "N", MetricData = [new() { MetricName = "M", Value = 1, Values = [1] }] }, Cancel));

        Assert.StartsWith("InvalidParameter", thrown.ErrorCode);
    }

    [Fact]
    public async Task Moto_delivers_the_records_of_a_batch()
    {
        moto.Require();
        using var firehose = Clients.Firehose(moto.Url);
        await moto.S3(HttpMethod.Put, "/batch-bucket");
        await moto.Ask("firehose", "Firehose_20150804.CreateDeliveryStream", """
            {"DeliveryStreamName":"flows","ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::123456789012:role/r",
             "BucketARN":"arn:aws:s3:::batch-bucket"}}
            """);

        var response = await firehose.PutRecordBatchAsync(
            new()
            {
                DeliveryStreamName = "flows",
                Records = [new() { Data = new("one\n"u8.ToArray()) }, new() { Data = new("two\n"u8.ToArray()) }],
            },
            Cancel);

        Assert.Equal(0, response.FailedPutCount);
        Assert.Equal(2, response.RequestResponses!.Count);
        Assert.All(response.RequestResponses, entry => Assert.NotNull(entry.RecordId));
        var listing = await moto.S3(HttpMethod.Get, "/batch-bucket?list-type=2");
        var key = listing.Split("<Key>")[1].Split("</Key>")[0];
        Assert.Equal("one\ntwo\n", await moto.S3(HttpMethod.Get, $"/batch-bucket/{key}"));
    }

    [Fact]
    public async Task An_unknown_stream_in_moto_is_Firehoses_exception()
    {
        moto.Require();
        using var firehose = Clients.Firehose(moto.Url);

        var thrown = await Assert.ThrowsAsync<ResourceNotFoundException>(() => firehose.PutRecordBatchAsync(
            new() { DeliveryStreamName = "nowhere", Records = [new() { Data = new([1]) }] }, Cancel));

        Assert.Contains("nowhere", thrown.Message);
    }
}
