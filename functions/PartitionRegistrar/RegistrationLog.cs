using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace PartitionRegistrar;

/// <summary>Keeps what a run has done so far, and says it in the log when it ends, whichever way.</summary>
sealed class RegistrationLog : IDisposable
{
    readonly List<string> _queries = [];
    int _hours;
    PartitionHour? _first;
    PartitionHour? _last;
    PartitionHour? _next;

    /// <summary>Why a run that must be complete is not.</summary>
    public string Unfinished => $"The time did not suffice: {_hours} hours are registered, {_next} and those after it are not.";

    /// <summary>Runs a statement, or says no where the deadline has come: then nothing of it counts as done.</summary>
    /// <exception cref="QueryFailedException">Athena did not carry the statement out, or could not be asked to; the message says where to
    /// go on from.</exception>
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
            Logger.LogWarning("The time did not suffice to {statement}: {reason}.", [Describe(statement), exception.Message]);
            return false;
        }
        catch (QueryFailedException exception)
        {
            throw new QueryFailedException($"{exception.Message} (to {Describe(statement)}; nothing after that was tried)", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new QueryFailedException(
                $"Athena could not be asked to {Describe(statement)}: {exception.Message} (Nothing after that was tried.)", exception);
        }

        Logger.LogDebug("Athena did {statement} in query {query_execution_id}.", [Describe(statement), _queries[^1]]);
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
            "{statements} statements, {hours} hours registered, {first} to {last}; to go on from: {next}. Queries: {query_execution_ids}",
            registration.Statements, registration.Hours, registration.First ?? "none", registration.Last ?? "none", registration.Next
                ?? "none", string.Join(' ', _queries));
    }

    static string Describe(PartitionStatement statement) =>
        $"{(statement.Registers ? "register" : "drop")} {statement.Hours} hours, {statement.First} to {statement.Last}";
}
