using System.Text.Json;
using Amazon.JsonProtocol;
using Amazon.KinesisFirehose.Model;

namespace Amazon.KinesisFirehose.Internal;

/// <summary>Writes and reads Firehose's operations. Source: Amazon Data Firehose API Reference.</summary>
static class Wire
{
    public static readonly JsonService Service = new()
    {
        ServiceId = "Firehose",
        Name = "Amazon.KinesisFirehose",
        ApiVersion = "2015-08-04",
        JsonVersion = "1.1",
        TargetPrefix = "Firehose_20150804",
        Errors = new Dictionary<string, ServiceError>
        {
            ["ResourceNotFoundException"] = (m, i, t, c, r, s) => new ResourceNotFoundException(m, i, t, c, r, s),
            ["InvalidArgumentException"] = (m, i, t, c, r, s) => new InvalidArgumentException(m, i, t, c, r, s),
            ["ServiceUnavailableException"] = (m, i, t, c, r, s) => new ServiceUnavailableException(m, i, t, c, r, s),
        },
        OtherError = (m, i, t, c, r, s) => new AmazonKinesisFirehoseException(m, i, t, c, r, s),
    };

    public static readonly JsonOperation<PutRecordBatchRequest, PutRecordBatchResponse> PutRecordBatch = new(
        Service, "PutRecordBatch",
        (json, request) =>
        {
            json.WriteStringIfSet("DeliveryStreamName", request.DeliveryStreamName);
            json.WriteArrayIfSet("Records", request.Records, WriteRecord);
        },
        json => new PutRecordBatchResponse
        {
            FailedPutCount = json.Int32("FailedPutCount"),
            Encrypted = json.Boolean("Encrypted"),
            RequestResponses = json.List("RequestResponses", entry => new PutRecordBatchResponseEntry
            {
                RecordId = entry.String("RecordId"),
                ErrorCode = entry.String("ErrorCode"),
                ErrorMessage = entry.String("ErrorMessage"),
            }),
        });

    static void WriteRecord(Utf8JsonWriter json, Record record)
    {
        json.WriteStartObject();
        if (record.Data is { } data)
            json.WriteBase64String("Data", data.TryGetBuffer(out var bytes) ? bytes : data.ToArray());
        json.WriteEndObject();
    }
}
