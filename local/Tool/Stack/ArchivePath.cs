using Emulator.CloudWatchLogs;
using Emulator.Firehose;
using Emulator.Lambda;
using Emulator.Template;

namespace Tool.Stack;

/// <summary>The archive path: subscription, delivery stream, Decompressor, Parquet, as the template connects them.</summary>
public sealed class ArchivePath : IAsyncDisposable
{
    readonly Subscription _subscription;
    readonly DeliveryStream _delivery;
    readonly S3Destination _destination;
    readonly LambdaFunction _function;
    readonly FlowLogFormat _format;

    ArchivePath(Subscription subscription, DeliveryStream delivery, S3Destination destination, LambdaFunction function, FlowLogFormat format)
    {
        (_subscription, _delivery, _destination, _function, _format) = (subscription, delivery, destination, function, format);
        Payloads = new PayloadQueue(subscription, PutAsync);
    }

    /// <summary>Takes the log events.</summary>
    public PayloadQueue Payloads { get; }

    public DeliveryCounts Counts => _delivery.Counts;

    /// <summary>Log events that the subscription filter did not let through.</summary>
    public long PassedBy => _subscription.PassedBy;

    /// <summary>Starts the path.</summary>
    /// <param name="template">Says all about it.</param>
    /// <param name="filter">The subscription filter that leads to the delivery stream.</param>
    /// <param name="data">Where its files go.</param>
    /// <param name="options">What a function of this logical id is started with.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="StackException">The template's path is not one that local mode plays.</exception>
    public static async Task<ArchivePath> StartAsync(
        StackTemplate template, SubscriptionFilterResource filter, DataFolder data, Func<string, LambdaOptions> options, CancellationToken cancellation)
    {
        var stream = DeliveryStreamResource.All(template).FirstOrDefault(stream => stream.LogicalId == filter.DestinationLogicalId)
            ?? throw new StackException($"{filter.LogicalId} leads to {filter.DestinationArn}, which is no delivery stream of the template.");
        var conversion = stream.Conversion
            ?? throw new StackException($"{stream.LogicalId} has no record format conversion; local mode plays a delivery stream that writes Parquet.");
        var processor = stream.Processor
            ?? throw new StackException($"{stream.LogicalId} has no Lambda processor; local mode plays a delivery stream that has one.");
        var table = GlueTableResource.All(template).FirstOrDefault(table => table.Database == conversion.DatabaseName && table.Name == conversion.TableName)
            ?? throw new StackException($"{stream.LogicalId} converts by the table {conversion.DatabaseName}.{conversion.TableName}, which is not in the template.");

        var resource = FunctionResource.Find(template, processor.FunctionLogicalId);
        var format = RecordFormat.Of(resource);
        var subscription = new Subscription(filter);
        var destination = new S3Destination(stream, table, data.Bucket(stream.BucketName), data.WorkFolder, data.NewObjectId);
        var function = new LambdaFunction(resource, options(resource.LogicalId));
        await function.StartAsync(cancellation);
        return new ArchivePath(subscription, new DeliveryStream(stream, function, destination, cancellation), destination, function, format);
    }

    /// <summary>Takes what the function sends back to the delivery stream.</summary>
    public void SendBack(byte[] data) => _delivery.SendBack(RecordArrival.Read(data, _format, _delivery.Newest));

    /// <summary>Delivers all that was added.</summary>
    public async Task CompleteAsync()
    {
        await Payloads.CompleteAsync();
        await _delivery.CompleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Payloads.DisposeAsync();
        await _delivery.DisposeAsync();
        await _destination.DisposeAsync();
        await _function.DisposeAsync();
    }

    ValueTask PutAsync(SubscriptionRecord record) =>
        _delivery.PutAsync(new FirehoseRecord(record.Data, DateTimeOffset.FromUnixTimeSeconds(record.Arrival), record.Events));
}
