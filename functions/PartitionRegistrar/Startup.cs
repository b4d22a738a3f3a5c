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

/// <summary>Makes the function's parts. An invalid environment is an error of the function's initialization.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        FunctionMemory.LimitHeap(Environment.GetEnvironmentVariable);
        services.AddSingleton(RegistrarSettings.Read(Environment.GetEnvironmentVariable));
        // Athena throttles by account, so patience costs nothing but time, of which a run has plenty.
        services.AddSingleton<IAmazonAthena>(new AmazonAthenaClient(new AmazonAthenaConfig { MaxErrorRetry = 6 }));
        // An endpoint of one's own has no host name for each bucket.
        var ownEndpoint = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3")
            ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
        services.AddSingleton<IAmazonS3>(new AmazonS3Client(new AmazonS3Config { ForcePathStyle = !string.IsNullOrEmpty(ownEndpoint) }));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<HourDiscovery>();
        services.AddSingleton<StatementRunner>();
    }
}
