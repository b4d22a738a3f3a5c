using System.Numerics;
using System.Runtime.Intrinsics;

namespace Emulator;

/// <summary>A text's words: what stands between spaces and tabs.</summary>
static class Words
{
    /// <summary>Finds them all; returns how many there are.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="words">Filled anew with each word's place.</param>
    public static int Divide(ReadOnlySpan<byte> text, List<Range> words)
    {
        words.Clear();
        var start = 0;
        var position = 0;
        // As many bytes at a time as the processor has them; most words are shorter, and a search for each would cost more than it finds.
        for (; position + Vector256<byte>.Count <= text.Length; position += Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(text.Slice(position, Vector256<byte>.Count));
            var spaces = (Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.Equals(bytes, Vector256.Create((byte)'\t'))).ExtractMostSignificantBits();
            for (; spaces != 0; spaces &= spaces - 1)
                End(position + BitOperations.TrailingZeroCount(spaces));
        }
        for (; position < text.Length; position++)
            if (text[position] is (byte)' ' or (byte)'\t')
                End(position);
        End(position);
        return words.Count;

        void End(int end)
        {
            if (end > start)
                words.Add(start..end);
            start = end + 1;
        }
    }
}
