namespace Decompressor;

/// <summary>Counts of an invocation.</summary>
/// <param name="Records">Records of the event.</param>
/// <param name="Ok">Records that are answered with lines.</param>
/// <param name="LogEvents">Log events in the lines.</param>
/// <param name="Unparsed">Those of the log events that do not match the flow log format.</param>
/// <param name="Dropped">Records without lines: records without log events, and records sent back.</param>
/// <param name="SentBack">Records that were sent back to the delivery stream.</param>
/// <param name="Failed">Records that are kept under the error prefix.</param>
public sealed record ResponseCounts(int Records, int Ok, int LogEvents, int Unparsed, int Dropped, int SentBack, int Failed);
