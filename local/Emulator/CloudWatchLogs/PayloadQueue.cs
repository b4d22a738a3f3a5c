using System.Threading.Channels;

namespace Emulator.CloudWatchLogs;

/// <summary>A subscription at work: takes log events, and has their payloads compressed on any core and put into the destination in the order in which they came.</summary>
public sealed class PayloadQueue : IAsyncDisposable
{
    // Enough for two cores, and for payloads that differ in size.
    const int MostWaiting = 8;

    readonly Channel<Task<SubscriptionRecord>> _payloads = Channel.CreateBounded<Task<SubscriptionRecord>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });

    readonly Subscription _subscription;
    readonly Task _putting;

    /// <param name="subscription">Makes the payloads.</param>
    /// <param name="put">Puts one into the destination; never called before the call before is done.</param>
    public PayloadQueue(Subscription subscription, Func<SubscriptionRecord, ValueTask> put)
    {
        _subscription = subscription;
        _putting = Task.Run(() => PutAsync(put));
    }

    /// <summary>Takes a log event, if the filter lets it through.</summary>
    /// <remarks>Throws what the destination has thrown.</remarks>
    public ValueTask AddAsync(long id, string logStream, in TimedLine line) => AddAsync(_subscription.Add(id, logStream, line));

    /// <summary>Ends the payload that is being built.</summary>
    /// <remarks>Throws what the destination has thrown.</remarks>
    public ValueTask FlushAsync() => AddAsync(_subscription.Flush());

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

    ValueTask AddAsync(Payload? payload) => payload is null ? ValueTask.CompletedTask : EnqueueAsync(payload);

    async ValueTask EnqueueAsync(Payload payload)
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
