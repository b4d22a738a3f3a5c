using System.Globalization;
using Emulator.CloudWatchLogs;
using Emulator.Kinesis;
using Emulator.Lambda;
using Emulator.Template;

namespace Tool.Stack;

/// <summary>The analytics path of the template: subscription, data stream, event source mapping, MetricPublisher.</summary>
public sealed class AnalyticsPath : IAsyncDisposable
{
    readonly bool _isRandomlyDistributed;
    readonly KinesisStream _stream;
    readonly EventSourceMapping _mapping;
    readonly LambdaFunction _function;
    long _payloads;

    AnalyticsPath(Subscription subscription, bool isRandomlyDistributed, KinesisStream stream, EventSourceMapping mapping,
        LambdaFunction function)
    {
        (_isRandomlyDistributed, _stream, _mapping, _function) = (isRandomlyDistributed, stream, mapping, function);
        Payloads = new PayloadQueue(subscription, PutAsync);
    }

    /// <summary>Receives the log events.</summary>
    public PayloadQueue Payloads { get; }

    /// <summary>Starts the path.</summary>
    /// <param name="template">The template.</param>
    /// <param name="filter">The subscription filter of the data stream.</param>
    /// <param name="options">Returns the start options of a function by its logical id.</param>
    /// <param name="cancellation">Ends the path early.</param>
    /// <exception cref="StackException">Local mode does not support the path of the template.</exception>
    public static async Task<AnalyticsPath> StartAsync(
        StackTemplate template, SubscriptionFilterResource filter, Func<string, LambdaOptions> options, CancellationToken cancellation)
    {
        var stream = KinesisStreamResource.All(template).FirstOrDefault(stream => stream.LogicalId == filter.DestinationLogicalId)
            ?? throw new StackException($"{filter.LogicalId} has the destination {filter.DestinationArn}, which is not a data stream of "
            + "the template. Add the data stream.");
        var mapping = EventSourceMappingResource.All(template).FirstOrDefault(mapping => mapping.StreamLogicalId == stream.LogicalId)
            ?? throw new StackException($"No function of the template reads {stream.LogicalId}. Add an event source mapping.");

        var subscription = new Subscription(filter);
        var function = new LambdaFunction(FunctionResource.Find(template, mapping.FunctionLogicalId), options(mapping.FunctionLogicalId));
        var reader = new EventSourceMapping(mapping, stream.ShardCount, function.InvokeAsync, cancellation);
        await function.StartAsync(cancellation);
        return new AnalyticsPath(subscription, filter.IsRandomlyDistributed, new KinesisStream(stream), reader, function);
    }

    /// <summary>Publishes all windows.</summary>
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

    ValueTask PutAsync(SubscriptionRecord record) =>
        _mapping.PutAsync(_stream.Put(PartitionKey(record.LogStream), record.Data, record.Arrival));

    // The hash distributes these keys like random ones, and the same input always has the same distribution.
    string PartitionKey(string logStream) => _isRandomlyDistributed ? (_payloads++).ToString(CultureInfo.InvariantCulture) : logStream;
}
