using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace FlowLogs;

/// <summary>Inflates whole gzip data, of one member or several end to end, and says so when it is not whole.</summary>
public static class GzipInflater
{
    /// <summary>How many bytes past the data <see cref="TryInflate"/> needs in the buffer.</summary>
    public static int Reserve => GzipEndMark.LongestMember;

    /// <summary>Inflates the first <paramref name="length"/> bytes of the buffer, which must be <see cref="Reserve"/> bytes longer.</summary>
    /// <param name="buffer">The data, and room behind it that is overwritten.</param>
    /// <param name="length">The length of the data in bytes.</param>
    /// <param name="limit">The most that the data may inflate to, in bytes; memory stays within twice that.</param>
    /// <param name="inflated">The inflated bytes, from a pool: dispose of them.</param>
    /// <returns>Null, or the reason why the data cannot be read.</returns>
    public static string? TryInflate(byte[] buffer, int length, int limit, out PooledBytes inflated)
    {
        inflated = default;
        if (length < 2 || buffer[0] != 0x1f || buffer[1] != 0x8b)
            return "not gzip data";
        var mark = GzipEndMark.Behind(buffer.AsSpan(0, length));
        mark.CopyTo(buffer.AsSpan(length));

        var pool = PooledBytes.Pool;
        var output = pool.Rent((int)Math.Min(limit, LikelyLength(buffer.AsSpan(0, length))) + GzipEndMark.Text.Length + 1);
        var count = 0;
        try
        {
            using var stream = new GZipStream(new MemoryStream(buffer, 0, length + mark.Length, writable: false), CompressionMode.Decompress);
            while (stream.Read(output.AsSpan(count)) is var read and > 0)
            {
                count += read;
                if (count > limit + GzipEndMark.Text.Length)
                    return Fail($"inflates past the limit of {limit} bytes");
                if (count == output.Length)
                    output = Grow(pool, output, count, limit);
            }
        }
        catch (InvalidDataException)
        {
            return Fail("damaged or truncated gzip data");
        }
        if (!output.AsSpan(0, count).EndsWith(GzipEndMark.Text))
            return Fail("truncated gzip data, or something else behind it");
        inflated = new PooledBytes(output, count - GzipEndMark.Text.Length);
        return null;

        string Fail(string reason)
        {
            pool.Return(output);
            return reason;
        }
    }

    /// <summary>What the last member says of its length, which is all where there is one member, as in nearly all records.</summary>
    static long LikelyLength(ReadOnlySpan<byte> data)
    {
        const int MostTimes = 1032, UsualTimes = 16;
        var last = data.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(data[^sizeof(uint)..]);
        return last <= MostTimes * (long)data.Length ? last : UsualTimes * (long)data.Length;
    }

    static byte[] Grow(ArrayPool<byte> pool, byte[] output, int count, int limit)
    {
        var larger = pool.Rent((int)Math.Min(2L * count, (long)limit + GzipEndMark.Text.Length + 1));
        output.AsSpan(0, count).CopyTo(larger);
        pool.Return(output);
        return larger;
    }
}
