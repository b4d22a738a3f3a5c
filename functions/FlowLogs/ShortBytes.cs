using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlowLogs;

/// <summary>
/// Copies, compares and looks at short texts, a block at a time. Values and keys have some ten bytes, and each another number of them:
/// work of just that length costs more in branches that no processor foresees than in bytes.
/// </summary>
public static class ShortBytes
{
    /// <summary>How many bytes a block has: <see cref="Copy"/> may overwrite so many at the destination, whatever the length.</summary>
    public const int Block = 32;

    /// <summary>Copies a part of a text. What stands behind it at the destination may be overwritten, up to a whole <see cref="Block"/>.</summary>
    public static void Copy(ReadOnlySpan<byte> text, int start, int length, Span<byte> destination)
    {
        if (length <= Block && start + Block <= text.Length)
            Vector256.Create(text.Slice(start, Block)).CopyTo(destination);
        else
            text.Slice(start, length).CopyTo(destination);
    }

    /// <summary>Whether a text has, at a place, so many bytes of another.</summary>
    internal static bool AreSame(ReadOnlySpan<byte> text, int place, ReadOnlySpan<byte> other, int start, int length)
    {
        if (length <= Block && place + Block <= text.Length && start + Block <= other.Length)
        {
            var same = Vector256.Equals(Vector256.Create(text.Slice(place, Block)), Vector256.Create(other.Slice(start, Block)));
            return BitOperations.TrailingZeroCount(~same.ExtractMostSignificantBits()) >= length;
        }
        return length <= text.Length - place && text.Slice(place, length).SequenceEqual(other.Slice(start, length));
    }

    /// <summary>How many decimal digits the text begins with.</summary>
    internal static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        if (text.Length >= Vector128<byte>.Count)
        {
            var others = Vector128.GreaterThan(Vector128.Create(text) - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
            if (others != default)
                return BitOperations.TrailingZeroCount(others.ExtractMostSignificantBits());
            count = Vector128<byte>.Count;
        }
        while (count < text.Length && text[count] is >= (byte)'0' and <= (byte)'9')
            count++;
        return count;
    }
}
