using Amazon.KinesisFirehose;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using FlowLogs;
using Microsoft.Extensions.DependencyInjection;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(EventStream))]

namespace Decompressor;

/// <summary>What the function is made of. What is wrong with its environment is an error of its initialization.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = DecompressorSettings.Read(Environment.GetEnvironmentVariable);
        var transformer = new RecordTransformer(settings);
        services.AddSingleton(transformer);
        services.AddSingleton(new Reingestion(new AmazonKinesisFirehoseClient(), settings.DeliveryStreamName, transformer, TimeProvider.System));
        services.AddSingleton(new InvocationReport(MetricsOf(settings), TimeProvider.System));
    }

    static EmbeddedMetrics? MetricsOf(DecompressorSettings settings) => settings is { MetricNamespace: { } name, StackName: { } stack }
        ? new EmbeddedMetrics(name, stack, Console.OpenStandardOutput())
        : null;
}
