using Amazon.CloudWatch;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using FlowLogs;
using Microsoft.Extensions.DependencyInjection;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(EventStream))]

namespace MetricPublisher;

/// <summary>What the function is made of. What is wrong with its environment is an error of its initialization.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services) => services
        .AddSingleton(MetricPublisherSettings.Read(Environment.GetEnvironmentVariable))
        .AddSingleton<IAmazonCloudWatch>(new AmazonCloudWatchClient())
        .AddSingleton(TimeProvider.System);
}
