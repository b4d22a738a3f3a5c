using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace PartitionRegistrar;

/// <summary>Records the results of a run, and logs them when the run ends or fails.</summary>
sealed class RegistrationLog : IDisposable
{
    readonly List<string> _queries = [];
    int _hours;
    PartitionHour? _first;
    PartitionHour? _last;
    PartitionHour? _next;

    /// <summary>The error of a run that must be complete and is not.</summary>
    public string Unfinished => $"Timed out: {_hours} hours are registered; {_next} and later hours are not.";

    /// <summary>Runs a statement. Returns false at the deadline; no hour of the statement then counts as registered.</summary>
    /// <exception cref="QueryFailedException">The query failed, or could not be started or polled. The message names the hours of the
    /// statement.</exception>
    public async Task<bool> RunAsync(StatementRunner runner, PartitionStatement statement, Deadline deadline)
    {
        try
        {
            deadline.Working.ThrowIfCancellationRequested();
            _queries.Add(await runner.RunAsync(statement.Sql, deadline));
        }
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            if (statement.Registers)
                _next = statement.First;
            Logger.LogWarning("Timed out. Statement: {statement}. Reason: {reason}.", [Describe(statement), exception.Message]);
            return false;
        }
        catch (QueryFailedException exception)
        {
            throw new QueryFailedException(
                $"{exception.Message} (Statement: {Describe(statement)}. Later statements were not started.)", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new QueryFailedException(
                $"A call to Athena failed: {exception.Message} (Statement: {Describe(statement)}. Later statements were not started.)", exception);
        }

        Logger.LogDebug("Statement: {statement}. Query: {query_execution_id}.", [Describe(statement), _queries[^1]]);
        if (statement.Registers)
        {
            _hours += statement.Hours;
            _first ??= statement.First;
            _last = statement.Last;
        }
        return true;
    }

    public Registration Build() => new()
    {
        Statements = _queries.Count,
        Hours = _hours,
        First = _first?.ToString(),
        Last = _last?.ToString(),
        QueryExecutionIds = _queries,
        Next = _next?.ToString(),
    };

    public void Dispose()
    {
        var registration = Build();
        Logger.LogInformation(
            "{statements} statements, {hours} hours registered, {first} to {last}; continue from {next}. Queries: {query_execution_ids}",
            registration.Statements, registration.Hours, registration.First ?? "none", registration.Last ?? "none", registration.Next
                ?? "none", string.Join(' ', _queries));
    }

    static string Describe(PartitionStatement statement) =>
        $"{(statement.Registers ? "register" : "drop")} {statement.Hours} hours, {statement.First} to {statement.Last}";
}
