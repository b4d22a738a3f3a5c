using Amazon.Athena;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.S3;
using FlowLogs;
using Microsoft.Extensions.DependencyInjection;
using PartitionRegistrar;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<RegistrarJson>))]

namespace PartitionRegistrar;

/// <summary>Registers the services of the function. Invalid environment variables are an initialization error.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        FunctionMemory.LimitHeap(Environment.GetEnvironmentVariable);
        services.AddSingleton(RegistrarSettings.Read(Environment.GetEnvironmentVariable));
        // Athena throttles per account. Retrying costs only time, and a run has enough time.
        services.AddSingleton<IAmazonAthena>(new AmazonAthenaClient(new AmazonAthenaConfig { MaxErrorRetry = 6 }));
        // A custom endpoint has no host name for each bucket.
        var ownEndpoint = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3")
            ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
        services.AddSingleton<IAmazonS3>(new AmazonS3Client(new AmazonS3Config { ForcePathStyle = !string.IsNullOrEmpty(ownEndpoint) }));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<HourDiscovery>();
        services.AddSingleton<StatementRunner>();
    }
}
