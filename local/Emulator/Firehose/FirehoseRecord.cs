namespace Emulator.Firehose;

/// <summary>One record in the delivery stream.</summary>
/// <param name="Data">What the producer put.</param>
/// <param name="Arrival">When it arrived.</param>
/// <param name="Events">The log events in it.</param>
public sealed record FirehoseRecord(byte[] Data, DateTimeOffset Arrival, int Events);
