namespace Decompressor;

/// <summary>A record whose lines no response has room for, in two.</summary>
/// <param name="Lines">The first half's lines, which the response has room for.</param>
/// <param name="First">The first half as records of the same kind; null where an event is too large for one.</param>
/// <param name="Rest">The same of the other half.</param>
public sealed record DividedRecord(TransformedRecord Lines, IReadOnlyList<byte[]>? First, IReadOnlyList<byte[]>? Rest);
