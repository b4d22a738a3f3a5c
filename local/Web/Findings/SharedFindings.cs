using System.Collections.Concurrent;
using Emulator.Athena;

namespace Web.Findings;

/// <summary>
/// Runs findings for requests: those of one time range share a <see cref="FindingRun"/> while one of them is open, and their rows until
/// the data or the range changes.
/// </summary>
sealed class SharedFindings(StackView stack)
{
    readonly Lock _turn = new();
    OfRange? _last;

    /// <summary>Opens the findings of a time range for one request.</summary>
    public Lease Open(TimeRange range)
    {
        var key = (stack.Version.Current, range.From, range.To);
        lock (_turn)
        {
            if (_last is null || _last.Key != key)
                _last = new OfRange(this, key);
            _last.Users++;
            return new Lease(_last);
        }
    }

    /// <summary>The findings of one request.</summary>
    public readonly struct Lease(OfRange findings) : IDisposable
    {
        /// <summary>Returns the rows of one finding.</summary>
        /// <exception cref="AthenaException">A query failed.</exception>
        public Task<IReadOnlyList<FindingRow>> RowsAsync(Finding finding) => findings.RowsAsync(finding);

        public void Dispose() => findings.Close();
    }

    /// <summary>The findings of a time range.</summary>
    public sealed class OfRange
    {
        readonly SharedFindings _owner;
        readonly ConcurrentDictionary<Finding, Lazy<Task<IReadOnlyList<FindingRow>>>> _rows = new();
        Lazy<Task<FindingRun>> _run;

        internal OfRange(SharedFindings owner, (string Version, DateTimeOffset From, DateTimeOffset To) key) =>
            (_owner, Key, _run) = (owner, key, NewRun());

        internal (string Version, DateTimeOffset From, DateTimeOffset To) Key { get; }

        internal int Users { get; set; }

        public async Task<IReadOnlyList<FindingRow>> RowsAsync(Finding finding)
        {
            var rows = _rows.GetOrAdd(finding, _ => new Lazy<Task<IReadOnlyList<FindingRow>>>(() => ExecuteAsync(finding)));
            try
            {
                return await rows.Value;
            }
            catch
            {
                _rows.TryRemove(new(finding, rows));
                throw;
            }
        }

        public void Close()
        {
            lock (_owner._turn)
            {
                if (--Users > 0 || !_run.IsValueCreated)
                    return;
                // All requests that waited for the run have ended, so the run has, too.
                if (_run.Value.IsCompletedSuccessfully)
                    _run.Value.Result.Dispose();
                _run = NewRun();
            }
        }

        async Task<IReadOnlyList<FindingRow>> ExecuteAsync(Finding finding)
        {
            var run = await _run.Value;
            return await _owner.RunAsync(() => run.Execute(finding, CancellationToken.None));
        }

        Lazy<Task<FindingRun>> NewRun() => new(() => _owner.RunAsync(() => _owner.NewRun(Key.From, Key.To)));
    }

    Task<T> RunAsync<T>(Func<T> query) => stack.Queries.RunAsync(query);

    FindingRun NewRun(DateTimeOffset from, DateTimeOffset to) => new(stack.Engine, Finding.All, from, to, CancellationToken.None);
}
