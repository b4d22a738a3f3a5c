using Amazon.Athena;
using Amazon.Athena.Model;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace PartitionRegistrar;

/// <summary>Runs statements in Athena, one at a time, and leaves none running.</summary>
public sealed class StatementRunner(IAmazonAthena athena, RegistrarSettings settings, TimeProvider time)
{
    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Runs one statement to its end and returns the query's id.</summary>
    /// <exception cref="QueryFailedException">The query failed or was cancelled.</exception>
    /// <exception cref="OperationCanceledException">
    /// The deadline came first; the query was asked to stop. One that the deadline caught in the call that starts it may run on unseen: it
    /// does what another run would do again.
    /// </exception>
    public async Task<string> RunAsync(string sql, Deadline deadline)
    {
        var id = await Start(sql, deadline);

        QueryExecutionStatus? end = null;
        try
        {
            end = await EndOf(id, deadline);
        }
        finally
        {
            if (end is null)
                await Stop(id, deadline.Answering);
        }
        return end.State == QueryExecutionState.SUCCEEDED ? id : throw new QueryFailedException(id, end);
    }

    async Task<string> Start(string sql, Deadline deadline)
    {
        try
        {
            var started = await athena.StartQueryExecutionAsync(
                new()
                {
                    QueryString = sql,
                    QueryExecutionContext = new() { Database = settings.DatabaseName },
                    WorkGroup = settings.WorkGroupName,
                },
                deadline.Working);
            return started.QueryExecutionId ?? throw new InvalidOperationException("Athena started a query and gave it no id.");
        }
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            throw new OperationCanceledException("Athena was throttling, or did not answer, until the time was up", exception,
                deadline.Working);
        }
    }

    /// <summary>Looks at the query at growing intervals, of random length so that callers do not fall into step.</summary>
    async Task<QueryExecutionStatus> EndOf(string id, Deadline deadline)
    {
        var state = "in a state that nobody knows";
        try
        {
            for (var wait = ShortestWait; ; wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait)
            {
                var response = await athena.GetQueryExecutionAsync(new() { QueryExecutionId = id }, deadline.Working);
                if (response.QueryExecution?.Status is { State.Value: "SUCCEEDED" or "FAILED" or "CANCELLED" } end)
                    return end;
                state = response.QueryExecution?.Status?.State?.Value ?? state;
                await Task.Delay(wait * (0.5 + (Random.Shared.NextDouble() / 2)), time, deadline.Working);
            }
        }
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            throw new OperationCanceledException($"Athena query {id} was {state} when the time was up", exception, deadline.Working);
        }
    }

    /// <summary>Asks a query to stop. If that fails too, what it failed of before is what the caller should hear of.</summary>
    async Task Stop(string id, CancellationToken cancellation)
    {
        try
        {
            await athena.StopQueryExecutionAsync(new() { QueryExecutionId = id }, cancellation);
        }
#pragma warning disable CA1031 // Whatever it is, it must not hide why the query is to be stopped.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var reason = exception is OperationCanceledException ? "there was no time left" : exception.Message;
            Logger.LogWarning("Athena query {query_execution_id} could not be stopped: {reason}", [id, reason]);
        }
    }
}
