using System.Collections.Concurrent;
using Emulator.Athena;

namespace Web;

/// <summary>Runs the pages' queries, and remembers their answers until the data changes.</summary>
sealed class QueryRunner(StackView stack) : IDisposable
{
    const int MostRemembered = 256;

    // Each query uses all cores; more at once would only wait for each other, each with its memory.
    readonly SemaphoreSlim _places = new(2);
    readonly ConcurrentDictionary<string, Lazy<Task<QueryAnswer>>> _answers = new();
    string _version = "";

    /// <summary>All rows of a query that has few.</summary>
    /// <param name="sql">The query.</param>
    /// <exception cref="AthenaException">The query fails.</exception>
    public async Task<QueryAnswer> AnswerAsync(string sql)
    {
        var version = stack.Version.Current;
        if (Interlocked.Exchange(ref _version, version) != version || _answers.Count >= MostRemembered)
            _answers.Clear();
        var answer = _answers.GetOrAdd(sql, _ => new Lazy<Task<QueryAnswer>>(() => RunAsync(sql)));
        try
        {
            return await answer.Value;
        }
        catch
        {
            _answers.TryRemove(new(sql, answer));
            throw;
        }
    }

    /// <summary>Lets a query be read while it runs.</summary>
    public async Task<T> ReadAsync<T>(string sql, Func<QueryResult, T> read, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await Task.Run(
                () =>
                {
                    using var result = stack.Engine.Query(sql, cancellation);
                    return read(result);
                },
                cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    Task<QueryAnswer> RunAsync(string sql) => ReadAsync(
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
/// <param name="Columns">Of the rows.</param>
/// <param name="Rows">All of them.</param>
sealed record QueryAnswer(string Sql, IReadOnlyList<ResultColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
