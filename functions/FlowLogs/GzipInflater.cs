using System.Buffers.Binary;

namespace FlowLogs;

/// <summary>Inflates gzip data of one or more members in memory.</summary>
public static class GzipInflater
{
    /// <summary>Inflates the first <paramref name="length"/> bytes of the buffer.</summary>
    /// <param name="buffer">The compressed data.</param>
    /// <param name="length">The length of the data in bytes.</param>
    /// <param name="limit">The maximum inflated size in bytes. The method uses at most twice as much memory.</param>
    /// <param name="inflated">The inflated bytes, from a pool: dispose of them.</param>
    /// <returns>Null, or the reason why the data cannot be read.</returns>
    public static string? TryInflate(byte[] buffer, int length, int limit, out PooledBytes inflated)
    {
        inflated = default;
        if (length < 2 || buffer[0] != 0x1f || buffer[1] != 0x8b)
            return "The data is not gzip.";

        var output = PooledBytes.Rent((int)Math.Min(limit, LikelyLength(buffer.AsSpan(0, length))) + 1);
        var count = 0;
        try
        {
            using var stream = new WholeGzipStream(new MemoryStream(buffer, 0, length, writable: false));
            while (stream.Read(output.AsSpan(count)) is var read and > 0)
            {
                count += read;
                if (count > limit)
                    return Fail($"The data inflates to more than {limit} bytes.");
                if (count == output.Length)
                    output = Grow(output, count, limit);
            }
        }
        catch (InvalidDataException exception)
        {
            return Fail(exception.Message);
        }
        inflated = PooledBytes.Of(output, count);
        return null;

        string Fail(string reason)
        {
            PooledBytes.Return(output);
            return reason;
        }
    }

    /// <summary>Returns the length that the last member states, which is the total length of nearly all records.</summary>
    static long LikelyLength(ReadOnlySpan<byte> data)
    {
        const int MostTimes = 1032, UsualTimes = 16;
        var last = data.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(data[^sizeof(uint)..]);
        return last <= MostTimes * (long)data.Length ? last : UsualTimes * (long)data.Length;
    }

    static byte[] Grow(byte[] output, int count, int limit)
    {
        var larger = PooledBytes.Rent((int)Math.Min(2L * count, (long)limit + 1));
        output.AsSpan(0, count).CopyTo(larger);
        PooledBytes.Return(output);
        return larger;
    }
}
