using System.Diagnostics;
using System.Text;
using Tool.Input;

namespace Tool.Tests.Input;

/// <summary>A followed file loses no line, whatever way its writer rotates it.</summary>
public sealed class FollowedInputTests : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-follow-").FullName;
    readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    readonly List<string> _reports = [];
    readonly StringBuilder _read = new();
    Task _reading = Task.CompletedTask;

    string Log => Path.Combine(_folder, "flows.log");

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_renamed_file_is_read_to_its_end_before_the_new_one()
    {
        var old = await StartAsync("1\n2\n");
        old.Write("3\n");
        File.Move(Log, $"{Log}.1");
        old.Write("4\n");
        using var fresh = Open();
        fresh.Write("6\n");
        await UntilAsync("6\n");
        // The writer has not opened the new file before.
        old.Write("5\n");
        old.Dispose();

        await UntilAsync("5\n");
        Assert.Equal("1 2 3 4 5 6", string.Join(' ', (await LinesAsync()).Order()));
        Assert.Empty(_reports);
    }

    [Fact]
    public async Task A_deleted_and_recreated_file_is_followed()
    {
        var old = await StartAsync("1\n");
        old.Write("2\n");
        File.Delete(Log);
        old.Write("3");
        old.Dispose();
        await File.WriteAllTextAsync(Log, "4\n5\n", _end.Token);

        await UntilAsync("5\n");
        Assert.Equal("1 2 3 4 5", string.Join(' ', (await LinesAsync()).Order()));
    }

    [Fact]
    public async Task A_truncated_and_regrown_file_is_read_from_its_start()
    {
        (await StartAsync("old 1\nold 2\nold")).Dispose();

        await File.WriteAllTextAsync(Log, string.Concat(Enumerable.Range(0, 100).Select(line => $"new {line}\n")), _end.Token);

        await UntilAsync("new 99\n");
        var lines = await LinesAsync();
        Assert.Equal(["old 1", "old 2", "old", .. Enumerable.Range(0, 100).Select(line => $"new {line}")], lines);
        Assert.Contains("was truncated", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_line_without_line_break_is_read_at_the_end()
    {
        using var log = await StartAsync("1\n2");
        log.Write("3");

        Assert.Equal(["1", "23"], await LinesAsync());
    }

    async Task<Writer> StartAsync(string text)
    {
        var log = Open();
        log.Write(text);
        _reading = ReadAsync();
        // The first line is read, so the file is open.
        await UntilAsync(text.Split('\n')[0]);
        return log;
    }

    async Task ReadAsync()
    {
        await foreach (var piece in new FollowedInput(Log, _reports.Add).PiecesAsync(_end.Token))
            lock (_read)
                _read.Append(Encoding.UTF8.GetString(piece.ToArray()));
    }

    async Task UntilAsync(string text)
    {
        for (var waited = Stopwatch.StartNew(); !Text().Contains(text, StringComparison.Ordinal);)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), $"'{text}' is not read: '{Text()}'.");
            Assert.False(_reading.IsCompleted, $"The reading ended after '{Text()}'.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    async Task<string[]> LinesAsync()
    {
        await EndAsync();
        return Text().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    async Task EndAsync()
    {
        await _end.CancelAsync();
        await _reading;
    }

    string Text()
    {
        lock (_read)
            return _read.ToString();
    }

    Writer Open() => new(Log);

    /// <summary>Writes a log without buffering, as its program does.</summary>
    sealed class Writer(string path) : IDisposable
    {
        readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        public void Write(string text) => _file.Write(Encoding.UTF8.GetBytes(text));

        public void Dispose() => _file.Dispose();
    }
}
