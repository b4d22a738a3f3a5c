namespace Emulator.Athena;

/// <summary>The states of Athena's API ("QueryExecutionStatus").</summary>
enum QueryState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>A query that was started through the API, with its state.</summary>
sealed class QueryExecution(string query, bool isDdl, string? database, string? workGroup, string? outputLocation) : IDisposable
{
    // The maximum number of rows. Pages of GetQueryResults are held in memory on both sides.
    const int MaxRows = 100_000;

    readonly Lock _change = new();
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.NewGuid().ToString();

    public string Query { get; } = query;

    public string? Database { get; } = database;

    public string WorkGroup { get; } = workGroup ?? "primary";

    public string? OutputLocation { get; } = outputLocation;

    public DateTimeOffset Submitted { get; } = DateTimeOffset.UtcNow;

    public QueryState State { get; private set; } = QueryState.Queued;

    public string? Reason { get; private set; }

    public DateTimeOffset? Completed { get; private set; }

    public QueryStatistics? Statistics { get; private set; }

    public IReadOnlyList<ResultColumn> Columns { get; private set; } = [];

    public IReadOnlyList<string?[]> Rows { get; private set; } = [];

    public bool IsDdl { get; } = isDdl;

    /// <summary>Gets the check of the caller's permissions before the query runs; null if they are not checked.</summary>
    public Action? Authorize { get; init; }

    /// <summary>Gets the idempotency token of the request that started the query.</summary>
    public string? Token { get; init; }

    /// <summary>Completes when the query has ended in any way.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Runs the query, unless it was stopped before.</summary>
    public void Run(AthenaEngine engine)
    {
        if (!Enter(QueryState.Running, null))
            return;

        try
        {
            Authorize?.Invoke();
            using var result = engine.Query(Query, _stop.Token);
            Columns = result.Columns;
            var rows = new List<string?[]>();
            while (result.Read())
            {
                if (rows.Count == MaxRows)
                    throw new AthenaException($"The result has more than {MaxRows:N0} rows, which GetQueryResults does not support here. "
                        + "Add a LIMIT.");
                rows.Add([.. result.Row.Select(ResultText.Of)]);
            }

            Rows = rows;
            Statistics = result.Statistics;
            Enter(QueryState.Succeeded, null);
        }
        catch (OperationCanceledException)
        {
            // Stop has set the state.
        }
        catch (Exception e)
        {
            // An error belongs to this query only. The next queries run.
            Enter(QueryState.Failed, e.Message);
        }
    }

    public void Stop()
    {
        if (Enter(QueryState.Cancelled, "Query cancelled by user"))
            _stop.Cancel();
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Changes the state; returns false if the query has already ended.</summary>
    bool Enter(QueryState state, string? reason)
    {
        lock (_change)
        {
            if (Completed is not null)
                return false;
            State = state;
            Reason = reason;
            if (state > QueryState.Running)
            {
                Completed = DateTimeOffset.UtcNow;
                _ended.TrySetResult();
            }
            return true;
        }
    }
}
