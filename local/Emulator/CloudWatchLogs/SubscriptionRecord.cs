namespace Emulator.CloudWatchLogs;

/// <summary>One gzip-compressed payload that CloudWatch Logs puts to the destination of a subscription.</summary>
/// <param name="Data">The payload, gzip-compressed.</param>
/// <param name="Arrival">The time of arrival, in seconds since 1970 UTC: the end of its newest record.</param>
/// <param name="Events">The number of log events.</param>
/// <param name="LogStream">The log stream of the events.</param>
public sealed record SubscriptionRecord(byte[] Data, long Arrival, int Events, string LogStream);
