using Amazon.KinesisFirehose;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using FlowLogs;
using Microsoft.Extensions.DependencyInjection;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(EventStream))]

namespace Decompressor;

/// <summary>Registers the services of the function. Invalid environment variables are an initialization error.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        FunctionMemory.LimitHeap(Environment.GetEnvironmentVariable);
        var settings = DecompressorSettings.Read(Environment.GetEnvironmentVariable);
        var transformer = new RecordTransformer(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(transformer);
        services.AddSingleton(new Reingestion(Firehose(), settings.DeliveryStreamName, transformer, TimeProvider.System));
        services.AddSingleton(new InvocationReport(MetricsOf(settings), TimeProvider.System));
    }

    // Reingestion repeats calls itself, because it counts those whose outcome is unknown.
    static AmazonKinesisFirehoseClient Firehose() =>
        new(new AmazonKinesisFirehoseConfig { MaxErrorRetry = 0, MaxStaleConnectionRetries = 0 });

    static EmbeddedMetrics? MetricsOf(DecompressorSettings settings) => settings is { MetricNamespace: { } name, StackName: { } stack }
        ? new EmbeddedMetrics(name, stack, Console.OpenStandardOutput())
        : null;
}
