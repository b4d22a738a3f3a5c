using System.Runtime.CompilerServices;

namespace FlowLogs.Local.Web.Columns;

/// <summary>Sums of a group of records, as SQL has them: null is passed by, and the sum of nothing but null is null.</summary>
struct Totals
{
    long _packets;
    long _bytes;
    int _withPackets;
    int _withBytes;

    public int Records { get; private set; }

    public readonly long? Packets => _withPackets > 0 ? _packets : null;

    public readonly long? Bytes => _withBytes > 0 ? _bytes : null;

    /// <exception cref="OverflowException">The sum is beyond what the overview counts.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long packets, long bytes)
    {
        Records++;
        if (packets != FlowColumns.NoNumber)
        {
            _packets = checked(_packets + packets);
            _withPackets++;
        }

        if (bytes != FlowColumns.NoNumber)
        {
            _bytes = checked(_bytes + bytes);
            _withBytes++;
        }
    }
}
