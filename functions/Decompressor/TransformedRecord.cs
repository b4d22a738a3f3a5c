namespace Decompressor;

/// <summary>What became of one Firehose record: lines, nothing, or a reason.</summary>
public sealed record TransformedRecord
{
    TransformedRecord()
    {
    }

    /// <summary>A control message, or a payload without events.</summary>
    public static TransformedRecord NoEvents { get; } = new();

    /// <summary>The JSON lines in base64, or null.</summary>
    public string? Data { get; private init; }

    /// <summary>Log events in the record.</summary>
    public int Events { get; private init; }

    /// <summary>Those of the events that do not fit the flow log format.</summary>
    public int Unparsed { get; private init; }

    /// <summary>Why the record cannot be read, or null.</summary>
    public string? Reason { get; private init; }

    /// <summary>Whether the lines alone pass the response's limit.</summary>
    public bool IsTooLarge { get; private init; }

    public static TransformedRecord Lines(string base64, int events, int unparsed) =>
        new() { Data = base64, Events = events, Unparsed = unparsed };

    public static TransformedRecord Unreadable(string reason) => new() { Reason = reason };

    public static TransformedRecord TooLarge(int events) => new() { IsTooLarge = true, Events = events };
}
