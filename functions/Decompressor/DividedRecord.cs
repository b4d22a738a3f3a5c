namespace Decompressor;

/// <summary>A record in two parts, because no response has room for all of its lines.</summary>
/// <param name="Lines">The lines of the first part, for which the response has room.</param>
/// <param name="First">The first part as records of the same kind; null if a log event is too large for a record.</param>
/// <param name="Rest">The other part as records of the same kind; null if a log event is too large for a record.</param>
public sealed record DividedRecord(TransformedRecord Lines, IReadOnlyList<byte[]>? First, IReadOnlyList<byte[]>? Rest);
