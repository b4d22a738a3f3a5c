using System.Globalization;
using Emulator.CloudWatchLogs;
using Emulator.Kinesis;
using Emulator.Lambda;
using Emulator.Template;

namespace Tool.Stack;

/// <summary>The analytics path: subscription, data stream, event source mapping, MetricPublisher, as the template connects them.</summary>
public sealed class AnalyticsPath : IAsyncDisposable
{
    readonly bool _isRandomlyDistributed;
    readonly KinesisStream _stream;
    readonly EventSourceMapping _mapping;
    readonly LambdaFunction _function;
    long _payloads;

    AnalyticsPath(Subscription subscription, bool isRandomlyDistributed, KinesisStream stream, EventSourceMapping mapping, LambdaFunction function)
    {
        (_isRandomlyDistributed, _stream, _mapping, _function) = (isRandomlyDistributed, stream, mapping, function);
        Payloads = new PayloadQueue(subscription, PutAsync);
    }

    /// <summary>Takes the log events.</summary>
    public PayloadQueue Payloads { get; }

    /// <summary>Starts the path.</summary>
    /// <param name="template">Says all about it.</param>
    /// <param name="filter">The subscription filter that leads to the data stream.</param>
    /// <param name="options">What a function of this logical id is started with.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="StackException">The template's path is not one that local mode plays.</exception>
    public static async Task<AnalyticsPath> StartAsync(
        StackTemplate template, SubscriptionFilterResource filter, Func<string, LambdaOptions> options, CancellationToken cancellation)
    {
        var stream = KinesisStreamResource.All(template).FirstOrDefault(stream => stream.LogicalId == filter.DestinationLogicalId)
            ?? throw new StackException($"{filter.LogicalId} leads to {filter.DestinationArn}, which is no data stream of the template.");
        var mapping = EventSourceMappingResource.All(template).FirstOrDefault(mapping => mapping.StreamLogicalId == stream.LogicalId)
            ?? throw new StackException($"No function of the template reads {stream.LogicalId}; local mode plays a data stream that one reads.");

        var subscription = new Subscription(filter);
        var function = new LambdaFunction(FunctionResource.Find(template, mapping.FunctionLogicalId), options(mapping.FunctionLogicalId));
        var reader = new EventSourceMapping(mapping, stream.ShardCount, function.InvokeAsync, cancellation);
        await function.StartAsync(cancellation);
        return new AnalyticsPath(subscription, filter.IsRandomlyDistributed, new KinesisStream(stream), reader, function);
    }

    /// <summary>Publishes the windows of all that was added.</summary>
    public async Task CompleteAsync()
    {
        await Payloads.CompleteAsync();
        await _mapping.CompleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Payloads.DisposeAsync();
        await _mapping.DisposeAsync();
        await _function.DisposeAsync();
    }

    ValueTask PutAsync(SubscriptionRecord record) => _mapping.PutAsync(_stream.Put(PartitionKey(record.LogStream), record.Data, record.Arrival));

    // Keys that a hash scatters like random ones; the same input is divided over the shards in the same way each time.
    string PartitionKey(string logStream) => _isRandomlyDistributed ? (_payloads++).ToString(CultureInfo.InvariantCulture) : logStream;
}
