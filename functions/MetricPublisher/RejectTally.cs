using System.Globalization;

namespace MetricPublisher;

/// <summary>
/// Counts rejected packets by protocol, and unreadable records. Sums have 128 bits: 2^65 records with the maximum number of packets fit, so
/// sums do not overflow.
/// </summary>
public sealed class RejectTally
{
    const string UnreadableKey = "unreadable";

    readonly SortedDictionary<byte, UInt128> _packets = [];

    /// <summary>Packets by protocol number, for the protocols that had a record.</summary>
    public IReadOnlyDictionary<byte, UInt128> Packets => _packets;

    public UInt128 UnreadableRecords { get; private set; }

    public void Add(byte protocol, UInt128 packets) => _packets[protocol] = _packets.GetValueOrDefault(protocol) + packets;

    public void AddUnreadable() => UnreadableRecords++;

    public void Add(RejectTally other)
    {
        foreach (var (protocol, packets) in other._packets)
            Add(protocol, packets);
        UnreadableRecords += other.UnreadableRecords;
    }

    public void Clear()
    {
        _packets.Clear();
        UnreadableRecords = 0;
    }

    /// <summary>
    /// Returns the tally as a window's state: <c>{"6": "22", "unreadable": "1"}</c>, packets by protocol number. All 256 protocols with the
    /// largest sums take 13 KiB of the 1 MB that a state can have.
    /// </summary>
    public Dictionary<string, string> ToState()
    {
        var state = _packets.ToDictionary(entry => Text(entry.Key), entry => Text(entry.Value));
        if (UnreadableRecords > 0)
            state[UnreadableKey] = Text(UnreadableRecords);
        return state;
    }

    /// <summary>Reads a window's state. The first batch of a window has none.</summary>
    /// <exception cref="FormatException">The state is not one that <see cref="ToState"/> returned. Ignoring it would lose its
    /// packets.</exception>
    public static RejectTally FromState(IReadOnlyDictionary<string, string>? state)
    {
        var tally = new RejectTally();
        foreach (var (key, value) in state ?? new Dictionary<string, string>())
        {
            if (!UInt128.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw new FormatException($"The window's state has '{key}': '{value}', which is not a count.");
            if (key == UnreadableKey)
                tally.UnreadableRecords = count;
            else if (byte.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var protocol))
                tally.Add(protocol, count);
            else
                throw new FormatException($"The window's state has '{key}', which is not a protocol number.");
        }
        return tally;
    }

    static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
