using System.Threading.Channels;

namespace Emulator.Lambda;

/// <summary>
/// Standard output and error of a process as one stream of lines. Lines go through a bounded channel to one reader, so that its calls do
/// not overlap, and a slow reader slows the function instead of filling the memory.
/// </summary>
sealed class FunctionLog
{
    const int TailLength = 12;

    readonly Channel<string> _lines = Channel.CreateBounded<string>(1_024);
    readonly Queue<string> _tail = new();
    readonly Task _done;

    public FunctionLog(TextReader output, TextReader error, Action<string> sink)
    {
        _done = PassOnAsync(sink);
        _ = CollectAsync(output, error);
    }

    /// <summary>Waits until all lines are passed on, but not for a child of the process that keeps the pipes open.</summary>
    public Task DrainAsync() => Task.WhenAny(_done, Task.Delay(TimeSpan.FromSeconds(2)));

    /// <summary>The last lines, indented; empty without output. Read it after <see cref="DrainAsync"/>.</summary>
    public string Tail => _done.IsCompleted ? string.Concat(_tail.Select(line => $"{Environment.NewLine}    {line}")) : "";

    async Task CollectAsync(TextReader output, TextReader error)
    {
        await Task.WhenAll(ReadAsync(output), ReadAsync(error));
        _lines.Writer.Complete();
    }

    async Task ReadAsync(TextReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
                await _lines.Writer.WriteAsync(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process and its pipe are gone.
        }
    }

    async Task PassOnAsync(Action<string> sink)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            if (_tail.Count == TailLength)
                _tail.Dequeue();
            _tail.Enqueue(line);
            try
            {
                sink(line);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The log has no reader any more. The function continues.
            }
        }
    }
}
