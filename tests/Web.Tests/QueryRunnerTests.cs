using System.Net;
using System.Net.Http.Json;
using Emulator.Athena;
using Emulator.Template;

namespace Web.Tests;

/// <summary>The queue of users' statements, and their end with the request.</summary>
public sealed class QueryRunnerTests : IDisposable
{
    const int Places = 2;
    const int MostWaiting = 16;

    // A trillion rows. The first rows arrive immediately.
    const string EndlessRows = "SELECT a.x FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(x)"
        + " CROSS JOIN UNNEST(sequence(1, 10000)) AS c(x)";

    const string EndlessCount = "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(x)"
        + " CROSS JOIN UNNEST(sequence(1, 10000)) AS c(x) WHERE (a.x + c.x) % 7 = b.x % 11";

    static readonly string TemplateFile = Path.Combine(AppContext.BaseDirectory, "template.yaml");

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-queue-").FullName;
    readonly StackView _stack;

    public QueryRunnerTests() =>
        _stack = new StackView(new WebOptions { DataFolder = _folder, LoadTemplate = () => StackTemplate.Load(TemplateFile) });

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_query_ends_with_its_request()
    {
        using var request = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var query = await StartAsync(request.Token);

        await request.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query.WaitAsync(Longest, Token));
    }

    [Fact]
    public async Task A_waiting_query_ends_with_its_request()
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var request = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var queries = new[] { await StartAsync(running.Token), await StartAsync(running.Token) };
        var waiting = ReadAsync("SELECT 1", request.Token);

        await request.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Longest, Token));
        Assert.All(queries, query => Assert.False(query.IsCompleted));
        await running.CancelAsync();
        Assert.Equal(1, await ReadAsync("SELECT 1", Token).WaitAsync(Longest, Token));
    }

    [Fact]
    public async Task Pages_are_answered_while_statements_run()
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var queries = new[] { await StartAsync(running.Token), await StartAsync(running.Token) };

        Assert.Single((await _stack.Queries.AnswerAsync("SELECT 1").WaitAsync(Longest, Token)).Rows);

        await running.CancelAsync();
        foreach (var query in queries)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query.WaitAsync(Longest, Token));
    }

    [Fact]
    public async Task A_statement_is_refused_when_the_queue_is_full()
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var queries = new[] { await StartAsync(running.Token), await StartAsync(running.Token) };
        var waiting = Enumerable.Range(0, MostWaiting).Select(_ => ReadAsync("SELECT 1", Token)).ToList();

        var refusal = await Assert.ThrowsAsync<AthenaException>(() => ReadAsync("SELECT 1", Token).WaitAsync(Longest, Token));

        Assert.Equal("TOO_MANY_REQUESTS: 2 queries run and 16 wait. Try again when one has ended.", refusal.Message);
        await running.CancelAsync();
        Assert.All(await Task.WhenAll(waiting).WaitAsync(Longest, Token), rows => Assert.Equal(1, rows));
        Assert.Equal(Places, queries.Length);
    }

    [Fact]
    public async Task Statements_of_closed_connections_leave_the_queue()
    {
        await using var server = await ServedStack.ServeAsync(_folder, TemplateFile);
        using var client = new HttpClient { BaseAddress = server.Url };
        using var connections = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var requests = Enumerable.Range(0, Places + MostWaiting)
            .Select(_ => client.PostAsJsonAsync("/api/query", new { sql = EndlessCount }, connections.Token)).ToList();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bound.CancelAfter(Longest);
        while (!await IsFullAsync(client, bound.Token))
        {
        }

        await connections.CancelAsync();

        var ends = await Task.WhenAll(requests.Select(request => Record.ExceptionAsync(() => request).AsTask()));
        Assert.True(ends.Count(end => end is OperationCanceledException) > Places, $"{ends.Count(end => end is null)} were answered");
        while (await IsFullAsync(client, bound.Token))
        {
        }

        using var answer = await client.PostAsJsonAsync("/api/query", new { sql = "SELECT 1" }, bound.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public void Dispose()
    {
        _stack.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Returns whether another statement is refused. A statement that waits gives up after a second.</summary>
    static async Task<bool> IsFullAsync(HttpClient client, CancellationToken bound)
    {
        using var second = CancellationTokenSource.CreateLinkedTokenSource(bound);
        second.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            using var answer = await client.PostAsJsonAsync("/api/query", new { sql = "SELECT 1" }, second.Token);
            return answer.StatusCode == HttpStatusCode.BadRequest;
        }
        catch (OperationCanceledException) when (!bound.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Starts an endless query and returns its task once the first row has come.</summary>
    async Task<Task<int>> StartAsync(CancellationToken request)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var query = _stack.Queries.ReadAsync(
            EndlessRows,
            result =>
            {
                var rows = 0;
                while (result.Read())
                {
                    rows++;
                    started.TrySetResult();
                }

                return rows;
            },
            request);
        await Task.WhenAny(started.Task, query).WaitAsync(Longest, Token);
        return query;
    }

    Task<int> ReadAsync(string sql, CancellationToken request) => _stack.Queries.ReadAsync(
        sql,
        result =>
        {
            var rows = 0;
            while (result.Read())
                rows++;
            return rows;
        },
        request);
}
