namespace Emulator.CloudWatchLogs;

/// <summary>One line of flow-log text and when it came to be.</summary>
/// <param name="Slot">The start of the time slot that the line falls into, in seconds since 1970 UTC.</param>
/// <param name="End">The record's own end, in seconds since 1970 UTC; for a line without one, the newest of the input.</param>
/// <param name="Text">The line.</param>
/// <param name="InterfaceStart">Where the interface id stands in it.</param>
/// <param name="InterfaceLength">Its length; 0 for a line without one.</param>
public readonly record struct TimedLine(long Slot, long End, ReadOnlyMemory<byte> Text, int InterfaceStart, int InterfaceLength)
{
    public ReadOnlySpan<byte> Interface => Text.Span.Slice(InterfaceStart, InterfaceLength);
}
