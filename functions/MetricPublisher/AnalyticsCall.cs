using static Amazon.Lambda.KinesisAnalyticsEvents.KinesisAnalyticsOutputDeliveryEvent;

namespace MetricPublisher;

/// <summary>The records of one call to CloudWatch, and their values by window.</summary>
public sealed class AnalyticsCall
{
    readonly List<DeliveryRecord> _records;
    readonly Dictionary<DateTime, RejectTally> _windows;

    public AnalyticsCall(DeliveryRecord record, Dictionary<DateTime, RejectTally> windows)
    {
        _records = [record];
        _windows = windows;
    }

    public IReadOnlyCollection<DeliveryRecord> Records => _records;

    public IReadOnlyDictionary<DateTime, RejectTally> Windows => _windows;

    /// <summary>Adds a record's values to the call, unless the call would then have too many datums.</summary>
    public bool TryAdd(DeliveryRecord record, IReadOnlyDictionary<DateTime, RejectTally> windows)
    {
        if (_windows.Values.Sum(RejectMetrics.DatumsOf) + windows.Sum(NewDatums) > RejectMetrics.MostDatums)
            return false;

        _records.Add(record);
        foreach (var (start, tally) in windows)
        {
            if (!_windows.TryGetValue(start, out var sum))
                _windows.Add(start, sum = new RejectTally());
            sum.Add(tally);
        }
        return true;
    }

    int NewDatums(KeyValuePair<DateTime, RejectTally> window)
    {
        if (!_windows.TryGetValue(window.Key, out var sum))
            return RejectMetrics.DatumsOf(window.Value);
        return window.Value.Packets.Keys.Count(protocol => !sum.Packets.ContainsKey(protocol))
            + (window.Value.UnreadableRecords > 0 && sum.UnreadableRecords == 0 ? 1 : 0);
    }
}
