using System.Globalization;
using FlowLogs.Local.Athena;
using FlowLogs.Local.S3;
using ParquetSharp;

namespace FlowLogs.Local.Web.Columns;

/// <summary>
/// The stored records in memory, as far as the overview needs them: some 60 bytes a record. Files never change, so each is read once. Without it
/// every panel would read all files anew for every filter.
/// </summary>
sealed class FlowIndex(StackView stack) : IDisposable
{
    const int BytesOfARecord = 60;

    // More than this share of the memory is better left to the queries.
    const double ShareOfMemory = 0.25;

    readonly SemaphoreSlim _turn = new(1);
    readonly Dictionary<string, FlowColumns> _files = [];
    string _version = "";
    FlowRecords? _records;

    FlowNames _names = new();

    /// <summary>The records as they are now; null where there are too many for memory, or a file is not as the stack writes it: then SQL must do.</summary>
    public async Task<FlowRecords?> CurrentAsync()
    {
        var version = stack.Version.Current;
        await _turn.WaitAsync();
        try
        {
            if (version == _version)
                return _records;
            _records = await Task.Run(Load);
            _version = version;
            return _records;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    FlowRecords? Load()
    {
        var files = TableFiles.List(stack.Engine.Catalog.Partitions(), stack.Engine.Table.PartitionKeys, new LocalBuckets(stack.DataFolder)).PartitionsOf;
        var paths = files.Keys.ToHashSet();
        if (_files.Keys.Any(path => !paths.Contains(path)))
        {
            // The folder was made anew, or files have expired: so have their texts.
            _files.Clear();
            _names = new FlowNames();
        }

        try
        {
            ReadNew(paths);
        }
        catch (Exception exception) when (Inner(exception) is NotSupportedException or ParquetException or IOException or OverflowException)
        {
            return null;
        }

        return _files.Count < paths.Count ? null : new FlowRecords(
            [.. files.SelectMany(file => file.Value.Select(partition => new FlowFile(string.Concat(partition.Values), _files[file.Key])))], _names);
    }

    void ReadNew(HashSet<string> paths)
    {
        var reader = new FlowColumnsReader(_names);
        var rows = _files.Values.Sum(file => (long)file.Rows);
        var most = (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMemory / BytesOfARecord);
        var found = new Lock();
        Parallel.ForEach(paths.Where(path => !_files.ContainsKey(path)), (path, loop) =>
        {
            if (Interlocked.Read(ref rows) > most)
            {
                loop.Stop();
                return;
            }

            var columns = reader.Read(path);
            Interlocked.Add(ref rows, columns.Rows);
            lock (found)
                _files[path] = columns;
        });
        if (rows > most)
            _files.Clear();
    }

    static Exception Inner(Exception exception) => exception is AggregateException { InnerException: { } inner } ? inner : exception;
}

/// <param name="Hour">The partition's values one behind the other, such as <c>2026112510</c>.</param>
/// <param name="Columns">Its records.</param>
sealed record FlowFile(string Hour, FlowColumns Columns);

/// <param name="Files">All files of the table.</param>
/// <param name="Names">Their texts.</param>
sealed record FlowRecords(IReadOnlyList<FlowFile> Files, FlowNames Names)
{
    /// <summary>The files that may have a record of a time.</summary>
    public IEnumerable<FlowColumns> Of(TimeRange range)
    {
        var hour = range.From.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        foreach (var (partition, columns) in Files)
        {
            if (string.CompareOrdinal(partition, hour) >= 0 && columns.Last != FlowColumns.None
                && columns.Last >= range.From.ToUnixTimeSeconds() && columns.First < range.To.ToUnixTimeSeconds())
            {
                yield return columns;
            }
        }
    }
}
