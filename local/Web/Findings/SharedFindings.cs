using Emulator.Athena;

namespace Web.Findings;

/// <summary>
/// Runs findings for requests: those of one time range share a <see cref="FindingRun"/> while one of them is open, and their rows until
/// the data or the range changes.
/// </summary>
sealed class SharedFindings(StackView stack)
{
    readonly Lock _turn = new();
    (string Version, DateTimeOffset From, DateTimeOffset To) _key;
    OfRange? _last;

    /// <summary>Opens the findings of a time range for one request.</summary>
    public Lease Open(TimeRange range)
    {
        var key = (stack.Version.Current, range.From, range.To);
        lock (_turn)
        {
            if (_last is null || _key != key)
                (_key, _last) = (key, new OfRange(stack, range));
            _last.Enter();
            return new Lease(_last);
        }
    }

    /// <summary>The findings of one request.</summary>
    public readonly struct Lease(OfRange findings) : IDisposable
    {
        /// <summary>Returns the rows of one finding.</summary>
        /// <exception cref="AthenaException">A query failed.</exception>
        public Task<IReadOnlyList<FindingRow>> RowsAsync(Finding finding) => findings.RowsAsync(finding);

        public void Dispose() => findings.Exit();
    }

    /// <summary>The findings of a time range.</summary>
    public sealed class OfRange(StackView stack, TimeRange range)
    {
        readonly Lock _turn = new();
        readonly SharedTasks<Finding, IReadOnlyList<FindingRow>> _rows = new();
        Lazy<Task<FindingRun>>? _run;
        int _users;

        public void Enter()
        {
            lock (_turn)
            {
                _users++;
                _run ??= new Lazy<Task<FindingRun>>(() => stack.Queries.RunAsync(
                    () => new FindingRun(stack.Engine, Finding.All, range.From, range.To, CancellationToken.None)));
            }
        }

        public void Exit()
        {
            lock (_turn)
            {
                if (--_users > 0)
                    return;
                // All requests that waited for the run have ended, so the run has, too.
                if (_run is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                    _run.Value.Result.Dispose();
                _run = null;
            }
        }

        public Task<IReadOnlyList<FindingRow>> RowsAsync(Finding finding) => _rows.GetAsync(finding, async one =>
        {
            var run = await _run!.Value;
            return await stack.Queries.RunAsync(() => run.Execute(one, CancellationToken.None));
        });
    }
}
