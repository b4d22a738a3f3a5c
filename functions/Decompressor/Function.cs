using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace Decompressor;

/// <summary>
/// The delivery stream's transformation: gzip'd CloudWatch Logs payloads in, JSON lines out, every record answered once and in order.
/// Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.
/// </summary>
/// <remarks>Event and response are read and written as streams: as objects, 6 MiB of base64 would be in memory twice as text.</remarks>
public sealed class Function(RecordTransformer transformer, Reingestion reingestion, InvocationReport report)
{
    // One for all invocations, which Lambda makes one after the other.
    byte[] _response = [];

    [LambdaFunction]
    [Logging]
    public async Task<Stream> HandleAsync(MemoryStream firehose, ILambdaContext context)
    {
        var records = FirehoseEvent.Read(EventStream.BytesOf(firehose));
        var response = new ResponseBuilder(records);
        transformer.Begin();
        foreach (var record in records)
            if (response.Add(transformer.Transform(record.Base64.Span, response.LargestData)))
                transformer.KeepLines();

        await reingestion.SendBackAsync(response, context.RemainingTime);

        report.Write(response);
        return response.Build(ref _response);
    }
}
