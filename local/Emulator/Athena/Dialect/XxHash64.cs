using System.Buffers.Binary;
using System.Numerics;

namespace Emulator.Athena.Dialect;

/// <summary>XXH64 with seed 0, times its first prime, as Trino's checksum adds it up.</summary>
static class XxHash64
{
    const ulong Prime1 = 0x9E3779B185EBCA87;
    const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    const ulong Prime3 = 0x165667B19E3779F9;
    const ulong Prime4 = 0x85EBCA77C2B2AE63;
    const ulong Prime5 = 0x27D4EB2F165667C5;

    public static long OfNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Of(bytes);
    }

    public static long Of(ReadOnlySpan<byte> bytes) => unchecked((long)(Hash(bytes) * Prime1));

    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var length = (ulong)bytes.Length;
            ulong hash;
            if (bytes.Length >= 32)
            {
                var (a, b, c, d) = (Prime1 + Prime2, Prime2, 0UL, 0 - Prime1);
                for (; bytes.Length >= 32; bytes = bytes[32..])
                {
                    a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                    b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                    c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
                    d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
                }

                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12)
                    + BitOperations.RotateLeft(d, 18);
                hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
            }
            else
            {
                hash = Prime5;
            }

            hash += length;
            for (; bytes.Length >= 8; bytes = bytes[8..])
                hash = BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes)), 27) * Prime1 + Prime4;
            if (bytes.Length >= 4)
            {
                hash = BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1), 23) * Prime2 + Prime3;
                bytes = bytes[4..];
            }

            foreach (var b in bytes)
                hash = BitOperations.RotateLeft(hash ^ (b * Prime5), 11) * Prime1;
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    static ulong Round(ulong seed, ulong input) => unchecked(BitOperations.RotateLeft(seed + input * Prime2, 31) * Prime1);

    static ulong Merge(ulong hash, ulong value) => unchecked((hash ^ Round(0, value)) * Prime1 + Prime4);
}
