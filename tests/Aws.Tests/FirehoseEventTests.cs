using System.Text;
using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Aws.Tests;

public sealed class FirehoseEventTests
{
    // The shape of the event: AWS, "Transform source data in Amazon Data Firehose".
    const string Event = """
        {"invocationId":"invocationIdExample","deliveryStreamArn":"arn:aws:kinesis:EXAMPLE","region":"us-east-1","records":[
        {"recordId":"49546986683135544286507457936321625675700192471156785154","approximateArrivalTimestamp":1495072949453,
        "data":"SGVsbG8=","kinesisRecordMetadata":{"shardId":"shardId-000000000000"}}]}
        """;

    [Fact]
    public void The_documented_event_is_read_completely()
    {
        var serializer = new SourceGeneratorLambdaJsonSerializer<FirehoseJson>();

        var firehose = serializer.Deserialize<KinesisFirehoseEvent>(new MemoryStream(Encoding.UTF8.GetBytes(Event)));

        Assert.Equal("invocationIdExample", firehose.InvocationId);
        Assert.Equal("us-east-1", firehose.Region);
        var record = Assert.Single(firehose.Records!);
        Assert.Equal("49546986683135544286507457936321625675700192471156785154", record.RecordId);
        Assert.Equal(new DateTime(2017, 5, 18, 2, 2, 29, 453, DateTimeKind.Utc), record.ApproximateArrivalTimestamp);
        Assert.Equal("Hello", record.DecodeData());
    }

    [Fact]
    public void The_response_has_the_documented_names_and_no_nulls()
    {
        var ok = new KinesisFirehoseResponse.FirehoseRecord { RecordId = "1", Result = KinesisFirehoseResponse.TRANSFORMED_STATE_OK };
        ok.EncodeData("Hello+>");
        var response = new KinesisFirehoseResponse
        {
            Records = [ok, new() { RecordId = "2", Result = KinesisFirehoseResponse.TRANSFORMED_STATE_DROPPED }],
        };
        using var json = new MemoryStream();

        new SourceGeneratorLambdaJsonSerializer<FirehoseJson>().Serialize(response, json);

        Assert.Equal(
            """{"records":[{"recordId":"1","result":"Ok","data":"SGVsbG8rPg=="},{"recordId":"2","result":"Dropped"}]}""",
            Encoding.UTF8.GetString(json.ToArray()));
    }
}

// Event and response each have a FirehoseRecord, so the generator needs two names.
[JsonSerializable(typeof(KinesisFirehoseEvent))]
[JsonSerializable(typeof(KinesisFirehoseEvent.FirehoseRecord), TypeInfoPropertyName = "EventRecord")]
[JsonSerializable(typeof(IList<KinesisFirehoseEvent.FirehoseRecord>), TypeInfoPropertyName = "EventRecords")]
[JsonSerializable(typeof(KinesisFirehoseResponse))]
sealed partial class FirehoseJson : JsonSerializerContext;
