using System.Threading.Channels;
using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>
/// An event source mapping: reads the shards of a data stream and invokes a function with their records in tumbling windows, in the time of
/// the records.
/// </summary>
/// <remarks>
/// A record belongs to the window of its arrival. The window of a shard opens with its first record, so there is no invocation for an empty
/// window; AWS's documentation mentions none. The window closes with an invocation without records when a later record arrives in the
/// stream, or at the end of the data. Lambda cannot know the end of the data and waits up to two minutes.
/// Source: "Implementing stateful Kinesis Data Streams processing in Lambda", AWS Lambda Developer Guide.
/// One task reads records, another invokes the function with one batch at a time, and a few batches wait between them.
/// </remarks>
public sealed class EventSourceMapping : IAsyncDisposable
{
    const int BatchesAhead = 4;

    readonly ShardReader[] _shards;
    readonly WindowInvoker _invoker;
    readonly Channel<WindowBatch> _batches = Channel.CreateBounded<WindowBatch>(BatchesAhead);
    readonly Task _invoking;
    readonly CancellationToken _cancellation;
    long _now = long.MinValue;

    /// <param name="mapping">The mapping of the template.</param>
    /// <param name="shards">The number of shards of the stream.</param>
    /// <param name="invoke">The function: <see cref="LambdaFunction.InvokeAsync"/>.</param>
    /// <param name="cancellation">Ends the path early.</param>
    /// <exception cref="NotSupportedException">The mapping has no tumbling window, or a ParallelizationFactor above 1.</exception>
    public EventSourceMapping(
        EventSourceMappingResource mapping, int shards, Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationResult>> invoke,
        CancellationToken cancellation)
    {
        if (mapping.TumblingWindow <= TimeSpan.Zero)
            throw new NotSupportedException(
                $"{mapping.LogicalId} has no TumblingWindowInSeconds. Local mode supports only mappings with a tumbling window.");
        if (mapping.ParallelizationFactor > 1)
            throw new NotSupportedException(
                $"{mapping.LogicalId} has a ParallelizationFactor of {mapping.ParallelizationFactor}. Local mode supports only 1.");
        _shards = [.. Enumerable.Range(0, shards).Select(shard => new ShardReader(mapping, KinesisStream.ShardId(shard)))];
        _invoker = new WindowInvoker(mapping, invoke, cancellation);
        _cancellation = cancellation;
        _invoking = Task.Run(InvokeAsync, cancellation);
    }

    /// <summary>The number of closed windows, over all shards.</summary>
    public int Windows { get; private set; }

    /// <summary>Adds a record of the stream.</summary>
    /// <exception cref="FunctionException">The function cannot be started, or failed repeatedly.</exception>
    public async ValueTask PutAsync(KinesisRecord record)
    {
        if (record.Arrival > _now)
        {
            _now = record.Arrival;
            foreach (var shard in _shards)
                await SendAsync(shard.Advance(_now));
        }
        await SendAsync(_shards[record.Shard].Add(record));
    }

    /// <summary>Closes the open windows at the end of the stream.</summary>
    /// <exception cref="FunctionException">As for <see cref="PutAsync"/>.</exception>
    public async Task CompleteAsync()
    {
        foreach (var shard in _shards)
            await SendAsync(shard.Complete());
        _batches.Writer.TryComplete();
        await _invoking;
    }

    public async ValueTask DisposeAsync()
    {
        _batches.Writer.TryComplete();
        await _invoking.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    async ValueTask SendAsync(IEnumerable<WindowBatch> batches)
    {
        foreach (var batch in batches)
        {
            try
            {
                await _batches.Writer.WriteAsync(batch, _cancellation);
            }
            catch (ChannelClosedException)
            {
                // The invocations ended with an error, and this throws it.
                await _invoking;
                throw;
            }
        }
    }

    async Task InvokeAsync()
    {
        try
        {
            await foreach (var batch in _batches.Reader.ReadAllAsync(_cancellation))
            {
                await _invoker.InvokeAsync(batch);
                if (batch.IsFinal)
                    Windows++;
            }
        }
        finally
        {
            _batches.Writer.TryComplete();
        }
    }
}
