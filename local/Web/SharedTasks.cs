using System.Collections.Concurrent;

namespace Web;

/// <summary>The tasks of requests by what they compute: requests for the same share a task, and a failed one is not kept.</summary>
sealed class SharedTasks<TKey, TResult>
    where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _tasks = new();

    public int Count => _tasks.Count;

    public void Clear() => _tasks.Clear();

    /// <summary>Starts the task with a key, unless it has started, and returns its result.</summary>
    public async Task<TResult> GetAsync(TKey key, Func<TKey, Task<TResult>> start)
    {
        var task = _tasks.GetOrAdd(key, _ => new Lazy<Task<TResult>>(() => start(key)));
        try
        {
            return await task.Value;
        }
        catch
        {
            _tasks.TryRemove(new(key, task));
            throw;
        }
    }
}
