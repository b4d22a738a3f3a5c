using System.Collections.Concurrent;

namespace Emulator.Firehose;

/// <summary>
/// Runs jobs one after the other on one thread. The native Parquet library keeps memory for each thread that has written, so the threads of
/// the pool would need many times the memory of one.
/// </summary>
sealed class WriterThread : IDisposable
{
    readonly BlockingCollection<Task> _work = [];

    public WriterThread() => new Thread(Work) { IsBackground = true, Name = "Parquet writer" }.Start();

    /// <summary>Runs a job on the thread. The task has its exception.</summary>
    public Task Run(Action work)
    {
        var task = new Task(work, TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(task);
        return task;
    }

    /// <summary>Ends the thread after its jobs.</summary>
    public void Dispose() => _work.CompleteAdding();

    void Work()
    {
        foreach (var task in _work.GetConsumingEnumerable())
            task.RunSynchronously();
    }
}
