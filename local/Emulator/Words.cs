using System.Numerics;
using System.Runtime.Intrinsics;

namespace Emulator;

/// <summary>Splits text into words at spaces and tabs. A JSON string is one word.</summary>
static class Words
{
    /// <summary>Finds all words and returns their number.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="words">Receives the range of each word.</param>
    public static int Divide(ReadOnlySpan<byte> text, List<Range> words)
    {
        words.Clear();
        if (text.Contains((byte)'"'))
        {
            for (var word = 0; word < text.Length; word++)
            {
                var wordEnd = FlowLogLine.EndOfWord(text, word);
                if (wordEnd > word)
                    words.Add(word..wordEnd);
                word = wordEnd;
            }
            return words.Count;
        }
        var start = 0;
        var position = 0;
        // Compares a vector of bytes at a time. Most words are shorter than a vector, so a search per word would cost more.
        for (; position + Vector256<byte>.Count <= text.Length; position += Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(text.Slice(position, Vector256<byte>.Count));
            var spaces = (Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.Equals(bytes, Vector256.Create((byte)'\t')))
                .ExtractMostSignificantBits();
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
