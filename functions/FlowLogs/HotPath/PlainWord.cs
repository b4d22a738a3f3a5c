using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FlowLogs;

/// <summary>
/// A word in a JSON string. It ends at a space, quote, backslash or control character.
/// </summary>
/// <param name="End">The end of the word; the text's length if nothing ends it.</param>
/// <param name="IsDigits">Whether the word has only decimal digits; false for a word that nothing ends.</param>
/// <remarks>
/// Fast path: with a search for each word's end instead, transforming a record takes 14 % longer. The slow path is <see
/// cref="FlowLogLine.Read"/>.
/// </remarks>
readonly record struct PlainWord(int End, bool IsDigits)
{
    const int Block = 64;

    /// <summary>Finds consecutive words. Each begins after the character that ends the word before.</summary>
    /// <remarks>The method reads 64 bytes at a time, so that finding a word does not depend on the previous word.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the first word begins.</param>
    /// <param name="words">Receives the words. Words that would begin after the text end at its end.</param>
    public static void Find(ReadOnlySpan<byte> text, int start, Span<PlainWord> words)
    {
        var (ends, others) = LookAt(text, start);
        var isDigits = true;
        for (var i = 0; i < words.Length; i++)
        {
            while (ends == 0)
            {
                start += Block;
                if (start >= text.Length)
                {
                    words[i..].Fill(new(text.Length, IsDigits: false));
                    return;
                }
                isDigits &= others == 0;
                (ends, others) = LookAt(text, start);
            }
            var toEnd = ends ^ (ends - 1);
            words[i] = new(start + BitOperations.TrailingZeroCount(ends), isDigits & (others & (toEnd >> 1)) == 0);
            ends &= ~toEnd;
            others &= ~toEnd;
            isDigits = true;
        }
    }

    /// <summary>Returns the end of the word that begins at the start.</summary>
    public static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        for (; start < text.Length; start += Block)
            if (LookAt(text, start).Ends is not 0 and var ends)
                return start + BitOperations.TrailingZeroCount(ends);
        return text.Length;
    }

    /// <summary>
    /// Returns a bit for each byte of a block, the first in the lowest bit: for bytes that end a word, and for bytes that are not digits.
    /// </summary>
    static (ulong Ends, ulong Others) LookAt(ReadOnlySpan<byte> text, int start) =>
        text.Length - start >= Block ? LookAt(text.Slice(start, Block)) : LookAtRest(text[start..]);

    static (ulong Ends, ulong Others) LookAt(ReadOnlySpan<byte> block)
    {
        var letters = Vector512.Create(block);
        var ends = Vector512.LessThanOrEqual(letters, Vector512.Create((byte)' '))
            | Vector512.Equals(letters, Vector512.Create((byte)'"'))
            | Vector512.Equals(letters, Vector512.Create((byte)'\\'));
        var others = Vector512.GreaterThan(letters - Vector512.Create((byte)'0'), Vector512.Create((byte)9));
        return (ends.ExtractMostSignificantBits(), others.ExtractMostSignificantBits());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static (ulong Ends, ulong Others) LookAtRest(ReadOnlySpan<byte> rest)
    {
        Span<byte> block = stackalloc byte[Block];
        rest.CopyTo(block);
        var (ends, others) = LookAt(block);
        var inRest = ~(ulong.MaxValue << rest.Length);
        return (ends & inRest, others & inRest);
    }
}
