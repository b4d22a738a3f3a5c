using Emulator.Athena;

namespace Web;

/// <summary>Runs the pages' queries, and caches their answers until the data changes.</summary>
sealed class QueryRunner(StackView stack) : IDisposable
{
    const int MostRemembered = 256;

    // Each query uses all cores, so concurrent queries would only wait for each other and need more memory.
    const int Places = 2;

    // The pages' own queries have separate slots, so that two long statements of a user do not block the pages.
    const int MostWaiting = 16;

    static readonly TimeSpan LongestQuery = TimeSpan.FromMinutes(5);

    readonly SemaphoreSlim _places = new(Places);
    readonly SemaphoreSlim _pagePlaces = new(Places);
    int _waiting;
    readonly SharedTasks<string, QueryAnswer> _answers = new();
    string _version = "";

    /// <summary>Returns all rows of a query with few rows.</summary>
    /// <param name="sql">The query.</param>
    /// <exception cref="AthenaException">The query fails.</exception>
    public Task<QueryAnswer> AnswerAsync(string sql)
    {
        var version = stack.Version.Current;
        if (Interlocked.Exchange(ref _version, version) != version || _answers.Count >= MostRemembered)
            _answers.Clear();
        return _answers.GetAsync(sql, RunAsync);
    }

    /// <summary>Runs a user's statement, whose rows are read while it runs.</summary>
    /// <exception cref="AthenaException">The statement fails, or too many are waiting.</exception>
    public async Task<T> ReadAsync<T>(string sql, Func<QueryResult, T> read, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting + Places)
        {
            Interlocked.Decrement(ref _waiting);
            throw new AthenaException($"TOO_MANY_REQUESTS: {Places} queries run and {MostWaiting} wait. Try again when one has ended.");
        }

        try
        {
            return await ReadAsync(_places, sql, read, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Runs a query of a page that needs more than <see cref="AnswerAsync"/>.</summary>
    public Task<T> RunAsync<T>(Func<T> query) => RunAsync(_pagePlaces, query, CancellationToken.None);

    public void Dispose()
    {
        _places.Dispose();
        _pagePlaces.Dispose();
    }

    Task<T> ReadAsync<T>(SemaphoreSlim places, string sql, Func<QueryResult, T> read, CancellationToken cancellation) => RunAsync(
        places,
        () =>
        {
            using var result = stack.Engine.Query(sql, LongestQuery, cancellation);
            return read(result);
        },
        cancellation);

    static async Task<T> RunAsync<T>(SemaphoreSlim places, Func<T> query, CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation);
        try
        {
            return await Task.Run(query, cancellation);
        }
        finally
        {
            places.Release();
        }
    }

    Task<QueryAnswer> RunAsync(string sql) => ReadAsync(
        _pagePlaces,
        sql,
        result =>
        {
            var rows = new List<IReadOnlyList<object?>>();
            while (result.Read())
                rows.Add(result.Row);
            return new QueryAnswer(sql, result.Columns, rows);
        },
        CancellationToken.None);
}

/// <param name="Sql">The query.</param>
/// <param name="Columns">The columns of the rows.</param>
/// <param name="Rows">All rows.</param>
sealed record QueryAnswer(string Sql, IReadOnlyList<ResultColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
