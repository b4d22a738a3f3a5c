using Amazon.CloudWatch;
using Amazon.Lambda.RuntimeSupport;

namespace MetricPublisher;

/// <summary>Starts the function. What is wrong with its environment is reported to Lambda as an initialization error.</summary>
public static class Entry
{
    /// <summary>Handles events until cancelled.</summary>
    /// <param name="httpClient">Talks to the Lambda Runtime API; null for one of the bootstrap's own.</param>
    /// <param name="cancellationToken">Ends the wait for the next event.</param>
    public static async Task RunAsync(HttpClient? httpClient = null, CancellationToken cancellationToken = default)
    {
        Function? function = null;
        var builder = LambdaBootstrapBuilder
            .Create((input, context) => function!.HandleAsync(input, context))
            .UseBootstrapHandler(() =>
            {
                var settings = MetricPublisherSettings.Read(Environment.GetEnvironmentVariable);
                function = new Function(new AmazonCloudWatchClient(), settings, TimeProvider.System);
                return Task.FromResult(true);
            });
        using var bootstrap = (httpClient is null ? builder : builder.UseHttpClient(httpClient)).Build();
        await bootstrap.RunAsync(cancellationToken);
    }
}
