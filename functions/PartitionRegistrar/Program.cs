using System.Text.Json;
using Amazon.Athena;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.S3;
using PartitionRegistrar;

var settings = RegistrarSettings.Read(Environment.GetEnvironmentVariable);

// Athena throttles by account, so patience costs nothing but time, of which a run has plenty.
using var athena = new AmazonAthenaClient(new AmazonAthenaConfig { MaxErrorRetry = 6 });
// An endpoint of one's own has no host name for each bucket.
var ownEndpoint = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
using var s3 = new AmazonS3Client(new AmazonS3Config { ForcePathStyle = !string.IsNullOrEmpty(ownEndpoint) });

var function = new Function(
    settings, new HourDiscovery(s3, settings), new StatementRunner(athena, settings, TimeProvider.System), TimeProvider.System);
await LambdaBootstrapBuilder
    .Create<JsonElement, Registration>(function.HandleAsync, new SourceGeneratorLambdaJsonSerializer<RegistrarJson>())
    .Build()
    .RunAsync();
