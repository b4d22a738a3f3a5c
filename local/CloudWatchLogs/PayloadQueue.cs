using System.Threading.Channels;

namespace FlowLogs.Local.CloudWatchLogs;

/// <summary>A subscription's payloads on their way to its destination: compressed on any core, put in the order in which they came.</summary>
public sealed class PayloadQueue : IAsyncDisposable
{
    // Enough for two cores, and for payloads that differ in size.
    const int MostWaiting = 8;

    readonly Channel<Task<SubscriptionRecord>> _payloads = Channel.CreateBounded<Task<SubscriptionRecord>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });

    readonly Task _putting;

    /// <param name="put">Puts one into the destination; never called before the call before is done.</param>
    public PayloadQueue(Func<SubscriptionRecord, ValueTask> put) => _putting = Task.Run(() => PutAsync(put));

    /// <summary>Adds a payload.</summary>
    /// <remarks>Throws what the destination has thrown.</remarks>
    public async ValueTask AddAsync(Payload payload)
    {
        try
        {
            await _payloads.Writer.WriteAsync(Task.Run(payload.Compress));
        }
        catch (ChannelClosedException)
        {
            // It closes early with the destination's error, which this throws.
            await _putting;
            throw;
        }
    }

    /// <summary>Waits until all payloads are put.</summary>
    /// <remarks>Throws what the destination has thrown.</remarks>
    public Task CompleteAsync()
    {
        _payloads.Writer.TryComplete();
        return _putting;
    }

    public async ValueTask DisposeAsync()
    {
        _payloads.Writer.TryComplete();
        await _putting.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    async Task PutAsync(Func<SubscriptionRecord, ValueTask> put)
    {
        try
        {
            await foreach (var payload in _payloads.Reader.ReadAllAsync())
                await put(await payload);
        }
        finally
        {
            _payloads.Writer.TryComplete();
        }
    }
}
