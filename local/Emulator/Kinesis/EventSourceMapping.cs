using System.Threading.Channels;
using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>
/// An event source mapping in small: reads a data stream's shards, and invokes a function with their records in tumbling windows.
/// Time is the records' own.
/// </summary>
/// <remarks>
/// A record belongs to the window that its arrival falls into. A shard's window opens with its first record, so there is no invocation for a
/// window in which nothing arrived; AWS's documentation speaks of none. It closes, with an invocation that has no records, when anything
/// in the stream arrives at its end or later, or when the data ends: Lambda, which cannot know, waits up to two minutes for more.
/// Source: "Implementing stateful Kinesis Data Streams processing in Lambda", AWS Lambda Developer Guide.
/// One task puts, another invokes, one batch at a time; between them a few batches wait, so that the function is never idle.
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

    /// <param name="mapping">As the template has it.</param>
    /// <param name="shards">How many shards the stream has.</param>
    /// <param name="invoke">The function: <see cref="LambdaFunction.InvokeAsync"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="NotSupportedException">The mapping has no windows, or a shard has several callers.</exception>
    public EventSourceMapping(
        EventSourceMappingResource mapping, int shards, Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationResult>> invoke, CancellationToken cancellation)
    {
        if (mapping.TumblingWindow <= TimeSpan.Zero)
            throw new NotSupportedException($"{mapping.LogicalId} has no TumblingWindowInSeconds; local mode plays a mapping that has.");
        if (mapping.ParallelizationFactor > 1)
            throw new NotSupportedException($"{mapping.LogicalId} has a ParallelizationFactor of {mapping.ParallelizationFactor}; local mode plays 1, with which a shard has one state.");
        _shards = [.. Enumerable.Range(0, shards).Select(shard => new ShardReader(mapping, KinesisStream.ShardId(shard)))];
        _invoker = new WindowInvoker(mapping, invoke, cancellation);
        _cancellation = cancellation;
        _invoking = Task.Run(InvokeAsync, cancellation);
    }

    /// <summary>Windows that were closed; each shard has its own.</summary>
    public int Windows { get; private set; }

    /// <summary>Invocations, retries among them.</summary>
    public int Invocations => _invoker.Invocations;

    /// <summary>Takes a record from the stream.</summary>
    /// <exception cref="FunctionException">The function cannot be run, or failed again and again.</exception>
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

    /// <summary>Ends the stream: closes the open windows.</summary>
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
