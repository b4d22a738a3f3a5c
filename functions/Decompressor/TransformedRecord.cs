namespace Decompressor;

/// <summary>The result of one Firehose record: its lines, nothing, or the reason for its failure.</summary>
public sealed class TransformedRecord
{
    TransformedRecord()
    {
    }

    /// <summary>A control message, or a payload without log events.</summary>
    public static TransformedRecord NoEvents { get; } = new();

    /// <summary>The response has no room left for the lines, but a later response will have room.</summary>
    public static TransformedRecord NoRoom { get; } = new();

    /// <summary>The JSON lines, or null.</summary>
    public ReadOnlyMemory<byte>? Lines { get; private init; }

    /// <summary>The number of log events.</summary>
    public int Events { get; private init; }

    /// <summary>The number of log events that do not match the flow log format.</summary>
    public int Unparsed { get; private init; }

    /// <summary>Whether no response has room for the lines of all log events.</summary>
    public bool IsTooLarge { get; private init; }

    /// <summary>The reason why the record can never be answered with lines; or null.</summary>
    public string? Reason { get; private init; }

    public static TransformedRecord Of(ReadOnlyMemory<byte> lines, int events, int unparsed) =>
        new() { Lines = lines, Events = events, Unparsed = unparsed };

    public static TransformedRecord TooLarge(int events) => new() { IsTooLarge = true, Events = events };

    public static TransformedRecord Failed(string reason) => new() { Reason = reason };
}
