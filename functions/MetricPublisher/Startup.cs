using Amazon.CloudWatch;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using FlowLogs;
using Microsoft.Extensions.DependencyInjection;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(EventStream))]

namespace MetricPublisher;

/// <summary>Registers the services of the function. Invalid environment variables are an initialization error.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        FunctionMemory.LimitHeap(Environment.GetEnvironmentVariable);
        services.AddSingleton(MetricPublisherSettings.Read(Environment.GetEnvironmentVariable));
        services.AddSingleton<IAmazonCloudWatch>(new AmazonCloudWatchClient(RejectMetrics.ClientConfig));
        services.AddSingleton(TimeProvider.System);
    }
}
