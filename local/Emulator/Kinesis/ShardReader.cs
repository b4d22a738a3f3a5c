using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>Reads one shard: gathers its records into batches, and batches into windows.</summary>
/// <remarks>
/// A batch is full at BatchSize records, or when the next one would not fit into an event. One that is not full waits as long as
/// MaximumBatchingWindow says, and never beyond its window. With no such wait, Lambda takes what there is: what arrives in one second.
/// </remarks>
sealed class ShardReader(EventSourceMappingResource mapping, string shardId)
{
    // An event also has the window's state, 1 MB at most.
    const int MostBytes = LambdaLimits.Payload - WindowEvent.LargestState - WindowEvent.BytesBesideRecords;

    TumblingWindow? _window;
    List<KinesisRecord> _batch = [];
    int _bytes;

    /// <summary>What is due when time has come this far.</summary>
    public IEnumerable<WindowBatch> Advance(long now)
    {
        if (_window is not null && now >= _window.End)
            return Complete();
        return _batch.Count > 0 && now > _batch[0].Arrival && now - _batch[0].Arrival >= mapping.MaximumBatchingWindow.TotalSeconds ? [Cut()] : [];
    }

    /// <summary>Takes a record of the time that <see cref="Advance"/> was told, and says what is due for it.</summary>
    public IEnumerable<WindowBatch> Add(KinesisRecord record)
    {
        _window ??= TumblingWindow.Around(record.Arrival, mapping.TumblingWindow, shardId);
        var size = WindowEvent.SizeOf(record);
        if (_batch.Count > 0 && _bytes + size > MostBytes)
            yield return Cut();
        _batch.Add(record);
        _bytes += size;
        if (_batch.Count == mapping.BatchSize)
            yield return Cut();
    }

    /// <summary>Ends the window, if one is open.</summary>
    public IEnumerable<WindowBatch> Complete()
    {
        if (_window is null)
            yield break;
        if (_batch.Count > 0)
            yield return Cut();
        yield return new WindowBatch(_window, default, IsFinal: true);
        _window = null;
    }

    WindowBatch Cut()
    {
        var batch = new WindowBatch(_window!, _batch.ToArray(), IsFinal: false);
        _batch = [];
        _bytes = 0;
        return batch;
    }
}
