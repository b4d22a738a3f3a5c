namespace Decompressor;

/// <summary>What became of one Firehose record: lines, nothing, or a reason.</summary>
public sealed class TransformedRecord
{
    TransformedRecord()
    {
    }

    /// <summary>A control message, or a payload without events.</summary>
    public static TransformedRecord NoEvents { get; } = new();

    /// <summary>The lines of the record's log events, together, pass what one response may have.</summary>
    public static TransformedRecord TooLarge { get; } = new();

    /// <summary>The JSON lines, or null.</summary>
    public ReadOnlyMemory<byte>? Lines { get; private init; }

    /// <summary>Log events in the lines.</summary>
    public int Events { get; private init; }

    /// <summary>Those of the events that do not fit the flow log format.</summary>
    public int Unparsed { get; private init; }

    /// <summary>Why the record cannot be answered with lines, now or ever; or null.</summary>
    public string? Reason { get; private init; }

    public static TransformedRecord Of(ReadOnlyMemory<byte> lines, int events, int unparsed) =>
        new() { Lines = lines, Events = events, Unparsed = unparsed };

    public static TransformedRecord Failed(string reason) => new() { Reason = reason };
}
