using Emulator.CloudWatchLogs;
using Emulator.Firehose;
using Emulator.Lambda;
using Emulator.Template;

namespace Tool.Stack;

/// <summary>The archive path of the template: subscription, delivery stream, Decompressor, Parquet.</summary>
public sealed class ArchivePath : IAsyncDisposable
{
    readonly Subscription _subscription;
    readonly DeliveryStream _delivery;
    readonly S3Destination _destination;
    readonly LambdaFunction _function;
    readonly FlowLogFormat _format;

    ArchivePath(Subscription subscription, DeliveryStream delivery, S3Destination destination, LambdaFunction function,
        FlowLogFormat format)
    {
        (_subscription, _delivery, _destination, _function, _format) = (subscription, delivery, destination, function, format);
        Payloads = new PayloadQueue(subscription, PutAsync);
    }

    /// <summary>Receives the log events.</summary>
    public PayloadQueue Payloads { get; }

    public DeliveryCounts Counts => _delivery.Counts;

    /// <summary>The number of log events that did not match the subscription filter.</summary>
    public long PassedBy => _subscription.PassedBy;

    /// <summary>Starts the path.</summary>
    /// <param name="template">The template.</param>
    /// <param name="filter">The subscription filter of the delivery stream.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="options">Returns the start options of a function by its logical id.</param>
    /// <param name="cancellation">Ends the path early.</param>
    /// <exception cref="StackException">Local mode does not support the path of the template.</exception>
    public static async Task<ArchivePath> StartAsync(
        StackTemplate template, SubscriptionFilterResource filter, DataFolder data, Func<string, LambdaOptions> options,
        CancellationToken cancellation)
    {
        var stream = DeliveryStreamResource.All(template).FirstOrDefault(stream => stream.LogicalId == filter.DestinationLogicalId)
            ?? throw new StackException($"{filter.LogicalId} has the destination {filter.DestinationArn}, which is not a delivery stream "
            + "of the template. Add the delivery stream.");
        var conversion = stream.Conversion
            ?? throw new StackException($"{stream.LogicalId} has no record format conversion. Add DataFormatConversionConfiguration.");
        var processor = stream.Processor
            ?? throw new StackException($"{stream.LogicalId} has no Lambda processor. Add one to ProcessingConfiguration.");
        var table = GlueTableResource.All(template)
            .FirstOrDefault(table => table.Database == conversion.DatabaseName && table.Name == conversion.TableName)
            ?? throw new StackException($"{stream.LogicalId} uses the table {conversion.DatabaseName}.{conversion.TableName}, "
            + "which is not in the template. Add the table.");

        var resource = FunctionResource.Find(template, processor.FunctionLogicalId);
        var format = RecordFormat.Of(resource);
        var subscription = new Subscription(filter);
        var destination = new S3Destination(stream, table, data.Bucket(stream.BucketName), data.WorkFolder, data.NewObjectId);
        var function = new LambdaFunction(resource, options(resource.LogicalId));
        await function.StartAsync(cancellation);
        return new ArchivePath(subscription, new DeliveryStream(stream, function, destination, cancellation), destination, function,
            format);
    }

    /// <summary>Receives a record that the function sends back to the delivery stream.</summary>
    public void SendBack(byte[] data) => _delivery.SendBack(RecordArrival.Read(data, _format, _delivery.Newest));

    /// <summary>Delivers all records.</summary>
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
