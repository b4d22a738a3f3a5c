using Emulator.Template;

namespace Emulator.CloudWatchLogs;

/// <summary>A log group's subscription: takes its events in the order of time, and makes the payloads that its destination gets.</summary>
/// <remarks>
/// A payload has events of one log stream, which is one interface's, and of one time slot. So when it arrives depends on which
/// records there are, and not on the order in which they were given.
/// </remarks>
public sealed class Subscription
{
    readonly FilterPattern _pattern;
    readonly PayloadBuilder _payload;
    readonly List<Range> _values = [];

    /// <summary>Events that the filter did not let through.</summary>
    public long PassedBy { get; private set; }

    /// <param name="filter">The filter, as the template has it.</param>
    /// <exception cref="NotSupportedException">The filter's pattern cannot be played.</exception>
    public Subscription(SubscriptionFilterResource filter)
    {
        try
        {
            _pattern = FilterPattern.Parse(filter.FilterPattern);
        }
        catch (FormatException exception)
        {
            throw new NotSupportedException($"{filter.LogicalId}: {exception.Message}", exception);
        }
        _payload = new PayloadBuilder(PseudoParameters.AccountId, filter.LogGroupName, filter.Name, _pattern.Names);
    }

    /// <summary>Adds an event to the payload that is being built, if the filter lets it through.</summary>
    /// <returns>The payload, when it is full.</returns>
    public Payload? Add(long id, string logStream, in TimedLine line)
    {
        var message = line.Text.Span;
        var matches = _pattern.Matches(message, _values);
        // CloudWatch Logs forwards only what matches. VPC Flow Logs never writes a record that does not fit a pattern without
        // conditions, but a user's file may have one, and the archive loses none.
        if (!matches && _pattern.IsConditional)
        {
            PassedBy++;
            return null;
        }
        _payload.Add(id, logStream, message, matches ? _values : null, line.End);
        return _payload.IsFull ? Flush() : null;
    }

    /// <summary>Ends the payload, for the next event is of another stream or slot.</summary>
    /// <returns>The payload; null when it has no events.</returns>
    public Payload? Flush() => _payload.Events == 0 ? null : _payload.Build();
}
