using System.Threading.Channels;

namespace Emulator.CloudWatchLogs;

/// <summary>Compresses the payloads of a subscription in parallel and puts them to the destination in order.</summary>
public sealed class PayloadQueue : IAsyncDisposable
{
    // Enough for two cores and for payloads of different sizes.
    const int MostWaiting = 8;

    readonly Channel<Task<SubscriptionRecord>> _payloads = Channel.CreateBounded<Task<SubscriptionRecord>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });

    readonly Subscription _subscription;
    readonly Task _putting;

    /// <param name="subscription">Builds the payloads.</param>
    /// <param name="put">Puts a payload to the destination. Calls do not overlap.</param>
    public PayloadQueue(Subscription subscription, Func<SubscriptionRecord, ValueTask> put)
    {
        _subscription = subscription;
        _putting = Task.Run(() => PutAsync(put));
    }

    /// <summary>Adds a log event if it matches the filter.</summary>
    /// <remarks>Throws the exception of the destination, if there was one.</remarks>
    public ValueTask AddAsync(long id, string logStream, in TimedLine line) => AddAsync(_subscription.Add(id, logStream, line));

    /// <summary>Closes the current payload.</summary>
    /// <remarks>Throws the exception of the destination, if there was one.</remarks>
    public ValueTask FlushAsync() => AddAsync(_subscription.Flush());

    /// <summary>Waits until the destination has all payloads.</summary>
    /// <remarks>Throws the exception of the destination, if there was one.</remarks>
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
            // The channel closes early with the error of the destination, and this line throws it.
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
