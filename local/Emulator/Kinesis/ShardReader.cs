using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>Reads one shard: groups its records into batches, and batches into windows.</summary>
/// <remarks>
/// A batch is full at BatchSize records, or when the next record does not fit into an event. A batch that is not full waits for at most
/// MaximumBatchingWindow, and never beyond its window. Without MaximumBatchingWindow, a batch has the records of one second.
/// </remarks>
sealed class ShardReader(EventSourceMappingResource mapping, string shardId)
{
    // An event also contains the state of the window, at most 1 MB.
    const int MostBytes = LambdaLimits.Payload - WindowEvent.LargestState - WindowEvent.BytesBesideRecords;

    TumblingWindow? _window;
    List<KinesisRecord> _batch = [];
    int _bytes;

    /// <summary>Returns the batches that are due at a time.</summary>
    public IEnumerable<WindowBatch> Advance(long now)
    {
        if (_window is not null && now >= _window.End)
            return Complete();
        return _batch.Count > 0 && now > _batch[0].Arrival && now - _batch[0].Arrival >= mapping.MaximumBatchingWindow.TotalSeconds
            ? [Cut()] : [];
    }

    /// <summary>Adds a record that arrives at the time of the last <see cref="Advance"/>, and returns the batches that are due.</summary>
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

    /// <summary>Closes the open window, if there is one.</summary>
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
