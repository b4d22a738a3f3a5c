using System.Collections.Concurrent;

namespace Emulator.Firehose;

/// <summary>
/// A thread for one piece of work after the other. Parquet's native library keeps memory for each thread that has ever written; with
/// the pool's threads taking turns that would be many times what one needs.
/// </summary>
sealed class WriterThread : IDisposable
{
    readonly BlockingCollection<Task> _work = [];

    public WriterThread() => new Thread(Work) { IsBackground = true, Name = "Parquet writer" }.Start();

    /// <summary>Has the thread do it. What it throws is in the task.</summary>
    public Task Run(Action work)
    {
        var task = new Task(work, TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(task);
        return task;
    }

    /// <summary>Lets the thread end behind what it was given.</summary>
    public void Dispose() => _work.CompleteAdding();

    void Work()
    {
        foreach (var task in _work.GetConsumingEnumerable())
            task.RunSynchronously();
    }
}
