using System.Buffers.Text;

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

    /// <summary>The JSON lines in base64, or null.</summary>
    public ReadOnlyMemory<byte>? Data { get; private init; }

    /// <summary>Log events in the lines.</summary>
    public int Events { get; private init; }

    /// <summary>Those of the events that do not fit the flow log format.</summary>
    public int Unparsed { get; private init; }

    /// <summary>Why the record cannot be answered with lines, now or ever; or null.</summary>
    public string? Reason { get; private init; }

    public static TransformedRecord Lines(ReadOnlySpan<byte> lines, int events, int unparsed) =>
        new() { Data = Encode(lines), Events = events, Unparsed = unparsed };

    static byte[] Encode(ReadOnlySpan<byte> lines)
    {
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(lines.Length)];
        Base64.EncodeToUtf8(lines, base64, out _, out _);
        return base64;
    }

    public static TransformedRecord Failed(string reason) => new() { Reason = reason };
}
