using Emulator.Template;

namespace Emulator.CloudWatchLogs;

/// <summary>A log group's subscription: takes the events in the order of time and builds the payloads for the destination.</summary>
/// <remarks>
/// A payload has events of one log stream, which is one interface's, and of one time slot. So its arrival depends on the records, not on
/// the order of the inputs.
/// </remarks>
public sealed class Subscription
{
    readonly FilterPattern _pattern;
    readonly PayloadBuilder _payload;
    readonly List<Range> _values = [];

    /// <summary>Gets the number of events that do not match the filter.</summary>
    public long PassedBy { get; private set; }

    /// <param name="filter">The filter, as the template has it.</param>
    /// <exception cref="NotSupportedException">Local mode does not support the filter's pattern.</exception>
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

    /// <summary>Adds an event to the current payload if the event matches the filter.</summary>
    /// <returns>The payload if it is full; otherwise null.</returns>
    public Payload? Add(long id, string logStream, in TimedLine line)
    {
        var message = line.Text.Span;
        // CloudWatch Logs never forwards what does not match, such as an event with fewer fields than the pattern has names.
        if (!_pattern.Matches(message, _values))
        {
            PassedBy++;
            return null;
        }
        _payload.Add(id, logStream, message, _values, line.End);
        return _payload.IsFull ? Flush() : null;
    }

    /// <summary>Ends the payload, because the next event is of another stream or slot.</summary>
    /// <returns>The payload; null if it has no events.</returns>
    public Payload? Flush() => _payload.Events == 0 ? null : _payload.Build();
}
