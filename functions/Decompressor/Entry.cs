using Amazon.KinesisFirehose;
using Amazon.Lambda.RuntimeSupport;

namespace Decompressor;

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
            .Create((firehose, context) => function!.HandleAsync(firehose, context))
            .UseBootstrapHandler(() =>
            {
                function = Create(DecompressorSettings.Read(Environment.GetEnvironmentVariable));
                return Task.FromResult(true);
            });
        using var bootstrap = (httpClient is null ? builder : builder.UseHttpClient(httpClient)).Build();
        await bootstrap.RunAsync(cancellationToken);
    }

    static Function Create(DecompressorSettings settings)
    {
        var transformer = new RecordTransformer(settings);
        return new Function(transformer, new Reingestion(new AmazonKinesisFirehoseClient(), settings.DeliveryStreamName, transformer, TimeProvider.System));
    }
}
