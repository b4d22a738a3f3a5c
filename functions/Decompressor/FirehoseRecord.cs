namespace Decompressor;

/// <summary>One record of the event, as slices of the event's JSON.</summary>
/// <param name="RecordId">The id, as the inside of a JSON string.</param>
/// <param name="Data">The data, as the inside of a JSON string; null if the event has none.</param>
/// <param name="Base64">The data without escapes: base64 if the record is valid.</param>
public sealed record FirehoseRecord(ReadOnlyMemory<byte> RecordId, ReadOnlyMemory<byte>? Data, ReadOnlyMemory<byte> Base64);
