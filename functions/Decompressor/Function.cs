using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisFirehoseEvents;

namespace Decompressor;

/// <summary>
/// The delivery stream's transformation: gzip'd CloudWatch Logs payloads in, JSON lines out, every record answered once and in order.
/// Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.
/// </summary>
public sealed class Function(RecordTransformer transformer, Reingestion reingestion)
{
    public async Task<KinesisFirehoseResponse> HandleAsync(KinesisFirehoseEvent firehose, ILambdaContext context)
    {
        if (firehose.Records is not { } records)
            throw new ArgumentException("The event has no 'records': it is not a Firehose transformation event.");

        var response = new ResponseBuilder(records);
        foreach (var record in records)
            response.Add(transformer.Transform(record.Base64EncodedData ?? "", response.LargestData));

        await reingestion.SendBackAsync(response, context.RemainingTime);

        var answer = response.Build();
        foreach (var (record, reason) in response.Failures)
            context.Logger.LogWarning($"Record {record} is kept under the error prefix: {reason}");
        context.Logger.LogInformation(response.Summary);
        return answer;
    }
}
