namespace Fuzz.Tests;

/// <summary>
/// Mutates known inputs: changes bits, bytes and numbers, moves parts, and inserts parts of other inputs and words of the parser.
/// </summary>
sealed class Mutator(Random random, IReadOnlyList<byte[]> words)
{
    const int MostChanges = 6;

    /// <summary>The longest input, in bytes.</summary>
    const int Longest = 64 * 1024;

    static readonly byte[] Interesting =
        [0, 1, 9, 10, 13, 0x1f, 0x20, 0x22, 0x27, 0x2d, 0x5c, 0x7f, 0x80, 0x8b, 0xbf, 0xc0, 0xed, 0xef, 0xf4, 0xff];

    /// <summary>Makes one to a few changes.</summary>
    public byte[] Change(byte[] one, byte[] other)
    {
        var input = new List<byte>(one);
        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
            ChangeOnce(input, other);
        if (input.Count > Longest)
            input.RemoveRange(Longest, input.Count - Longest);
        return [.. input];
    }

    void ChangeOnce(List<byte> input, byte[] other)
    {
        var place = random.Next(input.Count + 1);
        var rest = input.Count - place;
        switch (random.Next(9))
        {
            case 0 when rest > 0:
                input[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when rest > 0:
                input[place] = Interesting[random.Next(Interesting.Length)];
                break;
            case 2:
                input.Insert(place, (byte)random.Next(256));
                break;
            case 3 when rest > 0:
                input.RemoveRange(place, Math.Min(rest, random.Next(1, 17)));
                break;
            case 4 when rest > 0:
                input.RemoveRange(place, rest);
                break;
            case 5 when rest > 0:
                var piece = input.GetRange(place, Math.Min(rest, random.Next(1, 65)));
                for (var times = random.Next(1, 4); times > 0; times--)
                    input.InsertRange(place, piece);
                break;
            case 6 when other.Length > 0:
                var start = random.Next(other.Length);
                input.InsertRange(place, other.AsSpan(start, Math.Min(other.Length - start, random.Next(1, 257))).ToArray());
                break;
            case 7 when other.Length > 0:
                input.RemoveRange(place, rest);
                input.AddRange(other.AsSpan(random.Next(other.Length)).ToArray());
                break;
            default:
                if (words.Count > 0)
                    input.InsertRange(place, words[random.Next(words.Count)]);
                break;
        }
    }
}
