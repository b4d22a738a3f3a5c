using System.Numerics;

namespace Tool.Traffic;

/// <summary>
/// xoshiro256** by Blackman and Vigna, seeded by SplitMix64. Not <see cref="Random"/>: its numbers for a seed are not promised
/// to stay the same from one runtime to the next, and a sample that changes under its readers is no sample.
/// </summary>
struct Xoshiro
{
    ulong _a, _b, _c, _d;

    public Xoshiro(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number in [0, <paramref name="limit"/>).</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>], both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>A number in [0, <paramref name="limit"/>) where small ones come more often: some clients are busier than others.</summary>
    public int Skewed(int limit)
    {
        var both = Next();
        var one = ((both >> 32) * (ulong)limit) >> 32;
        var other = ((both & uint.MaxValue) * (ulong)limit) >> 32;
        return (int)(one * other / (ulong)limit);
    }

    /// <summary>
    /// A positive number with a long tail: each further doubling is half as likely, up to 2^<paramref name="doublings"/>.
    /// </summary>
    public long LongTail(int doublings)
    {
        var bits = Next();
        var scale = Math.Min(BitOperations.TrailingZeroCount(bits), doublings - 1);
        return (1L << scale) + (long)((bits >> 40) & ((1UL << scale) - 1));
    }

    static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
