namespace Emulator.Athena;

/// <summary>Ends a query that was cancelled or has run too long.</summary>
sealed class QueryDeadline : IDisposable
{
    readonly TimeSpan _limit;
    readonly CancellationToken _caller;
    readonly CancellationTokenSource _source;

    public QueryDeadline(TimeSpan limit, CancellationToken caller)
    {
        (_limit, _caller) = (limit, caller);
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _source.CancelAfter(limit);
    }

    public CancellationToken Token => _source.Token;

    /// <exception cref="OperationCanceledException">The caller has cancelled the query.</exception>
    /// <exception cref="AthenaException">The query has run too long.</exception>
    public void ThrowIfPassed()
    {
        _caller.ThrowIfCancellationRequested();
        if (_source.IsCancellationRequested)
            throw new AthenaException($"EXCEEDED_TIME_LIMIT: Query exceeded the maximum run time limit of {_limit:g}. Narrow the time "
                + $"range.");
    }

    public void Dispose() => _source.Dispose();
}
