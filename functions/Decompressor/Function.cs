using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace Decompressor;

/// <summary>
/// Transforms the records of the delivery stream: reads gzip-compressed CloudWatch Logs payloads, writes JSON lines, and answers every
/// record once and in order. Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.
/// </summary>
/// <remarks>Event and response are streams: as objects, 6 MiB of base64 would be in memory twice as text.</remarks>
public sealed class Function(RecordTransformer transformer, Reingestion reingestion, InvocationReport report, TimeProvider time)
{
    // One buffer for all invocations, since Lambda makes them one after the other.
    byte[] _response = [];

    [LambdaFunction]
    [Logging]
    public Task<Stream> HandleAsync(MemoryStream firehose, ILambdaContext context) => SafeErrors.OfAsync(async () =>
    {
        using var deadline = new Deadline(context.RemainingTime, time);
        var records = FirehoseEvent.Read(EventStream.BytesOf(firehose));
        var response = new ResponseBuilder(records);
        transformer.Begin();
        foreach (var record in records)
            response.Add(transformer.Transform(record.Base64.Span, response.Room, response.LargestData, deadline.Working));

        await reingestion.SendBackAsync(response, deadline.Working);

        report.Write(response);
        return (Stream)response.Build(ref _response);
    });
}
