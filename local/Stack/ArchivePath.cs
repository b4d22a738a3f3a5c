using FlowLogs.Local.CloudWatchLogs;
using FlowLogs.Local.Firehose;
using FlowLogs.Local.Lambda;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Stack;

/// <summary>The archive path: subscription, delivery stream, Decompressor, Parquet, as the template connects them.</summary>
public sealed class ArchivePath : IAsyncDisposable
{
    readonly Subscription _subscription;
    readonly DeliveryStream _delivery;
    readonly S3Destination _destination;
    readonly LambdaFunction _function;
    readonly FirehoseEndpoint _endpoint;

    ArchivePath(Subscription subscription, DeliveryStream delivery, S3Destination destination, LambdaFunction function, FirehoseEndpoint endpoint) =>
        (_subscription, _delivery, _destination, _function, _endpoint) = (subscription, delivery, destination, function, endpoint);

    public DeliveryCounts Counts => _delivery.Counts;

    /// <summary>Starts the path.</summary>
    /// <param name="template">Says all about it.</param>
    /// <param name="filter">The subscription filter that leads to the delivery stream.</param>
    /// <param name="data">Where its files go.</param>
    /// <param name="functionLog">Takes the function's log, a line at a time.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<ArchivePath> StartAsync(
        StackTemplate template, SubscriptionFilterResource filter, DataFolder data, Action<string> functionLog, CancellationToken cancellation)
    {
        var stream = DeliveryStreamResource.All(template).Single(stream => stream.LogicalId == filter.DestinationLogicalId);
        var conversion = stream.Conversion
            ?? throw new NotSupportedException($"{stream.LogicalId} has no record format conversion; local mode plays a delivery stream that writes Parquet.");
        var processor = stream.Processor
            ?? throw new NotSupportedException($"{stream.LogicalId} has no Lambda processor; local mode plays a delivery stream that has one.");
        var table = GlueTableResource.All(template).FirstOrDefault(table => table.Database == conversion.DatabaseName && table.Name == conversion.TableName)
            ?? throw new NotSupportedException($"{stream.LogicalId} converts by the table {conversion.DatabaseName}.{conversion.TableName}, which is not in the template.");

        var resource = FunctionResource.Find(template, processor.FunctionLogicalId);
        var format = resource.Environment.TryGetValue("FLOW_LOG_FORMAT", out var text) ? FlowLogFormat.Parse(text) : FlowLogFormat.Default;
        DeliveryStream? delivery = null;
        var endpoint = await FirehoseEndpoint.StartAsync(stream.Name, sent => delivery!.SendBack(RecordArrival.Read(sent, format, delivery.Newest)), cancellation);
        var function = new LambdaFunction(resource, new LambdaOptions
        {
            Environment = new Dictionary<string, string> { ["AWS_ENDPOINT_URL_FIREHOSE"] = endpoint.Url.ToString() },
            Log = functionLog,
        });
        await function.StartAsync(cancellation);
        var destination = new S3Destination(stream, table, data.Bucket(stream.BucketName), data.WorkFolder);
        delivery = new DeliveryStream(stream, function, destination, cancellation);
        return new ArchivePath(new Subscription(filter), delivery, destination, function, endpoint);
    }

    /// <summary>Takes a log event, if the filter lets it through.</summary>
    public ValueTask AddAsync(long id, string logStream, in Timeline.TimedLine line) => PutAsync(_subscription.Add(id, logStream, line));

    /// <summary>Ends the payload that is being built.</summary>
    public ValueTask FlushAsync() => PutAsync(_subscription.Flush());

    /// <summary>Delivers all that was added.</summary>
    public Task CompleteAsync() => _delivery.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        await _delivery.DisposeAsync();
        _destination.Dispose();
        await _function.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    ValueTask PutAsync(SubscriptionRecord? payload) => payload is null
        ? ValueTask.CompletedTask
        : _delivery.PutAsync(new FirehoseRecord(payload.Data, DateTimeOffset.FromUnixTimeSeconds(payload.Arrival), payload.Events));
}
