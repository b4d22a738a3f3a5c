using Amazon.KinesisFirehose;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Decompressor;

using var firehose = new AmazonKinesisFirehoseClient();
var settings = DecompressorSettings.Read(Environment.GetEnvironmentVariable);
var function = new Function(new RecordTransformer(settings), new Reingestion(firehose, settings.DeliveryStreamName, TimeProvider.System));
await LambdaBootstrapBuilder
    .Create<Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseEvent, Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseResponse>(
        function.HandleAsync, new SourceGeneratorLambdaJsonSerializer<FirehoseJson>())
    .Build()
    .RunAsync();
