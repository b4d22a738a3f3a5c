namespace Emulator.CloudWatchLogs;

/// <summary>One line of flow log text with its time.</summary>
/// <param name="Slot">The start of the time slot of the line, in seconds since 1970 UTC.</param>
/// <param name="End">The end of the record, in seconds since 1970 UTC; for a line without an end, the newest end of the input.</param>
/// <param name="Text">The line.</param>
/// <param name="InterfaceStart">The index of the interface id in the line.</param>
/// <param name="InterfaceLength">The length of the interface id; 0 for a line without one.</param>
public readonly record struct TimedLine(long Slot, long End, ReadOnlyMemory<byte> Text, int InterfaceStart, int InterfaceLength)
{
    public ReadOnlySpan<byte> Interface => Text.Span.Slice(InterfaceStart, InterfaceLength);
}
