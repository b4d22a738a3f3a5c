namespace Emulator.Firehose;

/// <summary>One record in the delivery stream.</summary>
/// <param name="Data">The data of the producer.</param>
/// <param name="Arrival">The time of arrival.</param>
/// <param name="Events">The number of log events.</param>
public sealed record FirehoseRecord(byte[] Data, DateTimeOffset Arrival, int Events);
