using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FlowLogs;

/// <summary>
/// A word in a JSON string. What can end one, or makes it none, are space, quote, backslash and control characters.
/// </summary>
/// <param name="End">Where it ends; the text's length where nothing ends it.</param>
/// <param name="IsDigits">Whether it has nothing but decimal digits. Not said of a word that nothing ends.</param>
readonly record struct PlainWord(int End, bool IsDigits)
{
    const int Block = 64;

    /// <summary>Finds words one behind the other, each beginning behind what ends the one before.</summary>
    /// <remarks>It looks at 64 bytes at a time, so that finding one does not wait for the one before.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the first word begins.</param>
    /// <param name="words">Given the words; all that would begin behind the text end where it ends.</param>
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

    /// <summary>Where the word ends that begins at the start.</summary>
    public static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        for (; start < text.Length; start += Block)
            if (LookAt(text, start).Ends is not 0 and var ends)
                return start + BitOperations.TrailingZeroCount(ends);
        return text.Length;
    }

    /// <summary>A bit for each byte of a block, the first in the lowest: of those that end a word, and of those that are no digits.</summary>
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
