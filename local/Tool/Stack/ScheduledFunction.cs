using System.Globalization;
using System.Text;
using System.Text.Json;
using Emulator.Lambda;
using Emulator.Template;

namespace Tool.Stack;

/// <summary>A function on a schedule, invoked in the time of the data.</summary>
/// <remarks>
/// The first invocation is for the period of the first record, the last for the period after the last one. Between them, a function that
/// looks back over hours (<c>LOOKBACK_HOURS</c>) is invoked only as often as necessary to look at each hour with data, because a history
/// can have tens of thousands. Periods without data are skipped, because two flow logs can be years apart. A failure is reported at the
/// end: the data is stored in any case, as in production.
/// </remarks>
public sealed class ScheduledFunction : IAsyncDisposable
{
    /// <summary>Lambda's retries of an asynchronous invocation. Source: "Asynchronous invocation", AWS Lambda Developer Guide.</summary>
    const int Retries = 2;

    readonly ScheduleResource _schedule;
    readonly LambdaFunction _function;
    readonly long _period;
    readonly long _lookback;
    readonly List<string> _failures = [];

    // The start of the oldest and of the newest period with data that no invocation has covered.
    long _oldest;
    long _newest = long.MinValue;
    Task _running = Task.CompletedTask;

    public ScheduledFunction(ScheduleResource schedule, LambdaFunction function)
    {
        (_schedule, _function) = (schedule, function);
        _period = PeriodOf(schedule);
        _lookback = function.Resource.Environment.TryGetValue("LOOKBACK_HOURS", out var hours)
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count * 3600L : 0;
    }

    /// <summary>The failed invocations, one sentence each. Read it at the end.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Advances the time. Invocations run one after the other and in the background, because hours are queried later.</summary>
    /// <param name="now">The time of the next data, in seconds since 1970 UTC; never earlier than before.</param>
    /// <param name="cancellation">Cancels an invocation.</param>
    public void Advance(long now, CancellationToken cancellation)
    {
        var current = now - now % _period;
        if (current <= _newest)
            return;
        if (_newest == long.MinValue)
        {
            _running = InvokeAsync(_running, current, cancellation);
            _oldest = current;
        }
        else if (current + _period - _oldest > _lookback)
        {
            _running = InvokeAsync(_running, _newest + _period, cancellation);
            _oldest = current;
        }
        _newest = current;
    }

    /// <summary>Invokes the function once more, for the time after the last data.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await _running;
        if (_newest > long.MinValue)
            await InvokeAsync(_newest + _period, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        await _function.DisposeAsync();
    }

    async Task InvokeAsync(Task before, long time, CancellationToken cancellation)
    {
        await before;
        await InvokeAsync(time, cancellation);
    }

    async Task InvokeAsync(long time, CancellationToken cancellation)
    {
        // No invocation follows the last hour of the calendar, so its own invocation covers it.
        if (time > FlowLogField.LastSecond)
            time -= _period;
        var payload = Event(time);
        for (var attempt = 0; ; attempt++)
        {
            var failure = await TryInvokeAsync(payload, cancellation);
            if (failure is null)
                return;
            if (attempt < Retries)
                continue;
            _failures.Add($"{_schedule.FunctionLogicalId} failed {attempt + 1} times for {Text(time)}: {failure}");
            return;
        }
    }

    async Task<string?> TryInvokeAsync(byte[] payload, CancellationToken cancellation)
    {
        try
        {
            using var result = await _function.InvokeAsync(payload, cancellation);
            return result.IsError ? result.ToString() : null;
        }
        catch (FunctionException exception)
        {
            return exception.Message;
        }
    }

    // Source: "Events from scheduled rules", Amazon EventBridge User Guide.
    byte[] Event(long time) => _schedule.Input is { } input ? Encoding.UTF8.GetBytes(input) : JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object>
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid(),
            ["detail-type"] = "Scheduled Event",
            ["source"] = "aws.events",
            ["account"] = PseudoParameters.AccountId,
            ["time"] = Text(time),
            ["region"] = PseudoParameters.Region,
            ["resources"] = new[]
            {
                $"arn:{PseudoParameters.Partition}:events:{PseudoParameters.Region}:{PseudoParameters.AccountId}:rule/"
                    + _schedule.LogicalId,
            },
            ["detail"] = new Dictionary<string, object>(),
        });

    static string Text(long time) =>
        DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    static long PeriodOf(ScheduleResource schedule)
    {
        var expression = schedule.Expression;
        if (expression.StartsWith("rate(", StringComparison.Ordinal) && expression.EndsWith(')')
            && expression[5..^1].Split(' ') is [var number, var unit]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            && unit.TrimEnd('s') is "minute" or "hour" or "day")
            return count * (unit.TrimEnd('s') switch { "minute" => 60L, "hour" => 3600, _ => 86400 });
        throw new StackException($"The schedule {schedule.LogicalId} is {expression}. Local mode supports rate(N minutes), rate(N hours) "
            + $"and rate(N days).");
    }
}
