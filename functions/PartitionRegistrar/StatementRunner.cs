using Amazon.Athena;
using Amazon.Athena.Model;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace PartitionRegistrar;

/// <summary>Runs statements in Athena one at a time, and stops unfinished queries.</summary>
public sealed class StatementRunner(IAmazonAthena athena, RegistrarSettings settings, TimeProvider time)
{
    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Runs one statement to its end and returns the query's id.</summary>
    /// <exception cref="QueryFailedException">The query failed or was cancelled.</exception>
    /// <exception cref="OperationCanceledException">The deadline has passed, and the query was stopped. A query whose start call the
    /// deadline interrupted may continue: the next run repeats its work anyway.</exception>
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
            return started.QueryExecutionId ?? throw new InvalidOperationException("Athena started a query without an id.");
        }
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            throw new OperationCanceledException("Athena was throttling, or did not answer, until the deadline", exception,
                deadline.Working);
        }
    }

    /// <summary>Polls the query at growing, random intervals, so that callers do not poll in step.</summary>
    async Task<QueryExecutionStatus> EndOf(string id, Deadline deadline)
    {
        var state = "in an unknown state";
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
            throw new OperationCanceledException($"Athena query {id} was {state} at the deadline", exception, deadline.Working);
        }
    }

    /// <summary>Stops a query. If stopping fails too, the caller gets the first error.</summary>
    async Task Stop(string id, CancellationToken cancellation)
    {
        try
        {
            await athena.StopQueryExecutionAsync(new() { QueryExecutionId = id }, cancellation);
        }
#pragma warning disable CA1031 // No exception here may hide the reason for stopping the query.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var reason = exception is OperationCanceledException ? "timed out" : exception.Message;
            Logger.LogWarning("Athena query {query_execution_id} could not be stopped: {reason}", [id, reason]);
        }
    }
}
