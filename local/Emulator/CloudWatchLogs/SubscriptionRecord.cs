namespace Emulator.CloudWatchLogs;

/// <summary>What CloudWatch Logs hands to a subscription's destination: one gzip'd payload.</summary>
/// <param name="Data">The payload, gzip.</param>
/// <param name="Arrival">When it arrives, in seconds since 1970 UTC: at its newest record's end.</param>
/// <param name="Events">Its log events.</param>
/// <param name="LogStream">The log stream that the events are from.</param>
public sealed record SubscriptionRecord(byte[] Data, long Arrival, int Events, string LogStream);
