using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Emulator.Kinesis;

/// <summary>
/// Returns the shard of a partition key. The MD5 hash of the key is a 128-bit number, and each shard has an equal range of these numbers.
/// Source: "Amazon Kinesis Data Streams terminology and concepts", Amazon Kinesis Data Streams Developer Guide.
/// </summary>
public static class HashKeyRange
{
    /// <param name="partitionKey">The key.</param>
    /// <param name="shards">The number of shards that the stream was created with.</param>
    [SuppressMessage("Security", "CA5351", Justification = "Kinesis's own hash; nothing is kept secret with it.")]
    public static int ShardOf(string partitionKey, int shards)
    {
        if (shards == 1)
            return 0;
        var hash = BinaryPrimitives.ReadUInt128BigEndian(MD5.HashData(Encoding.UTF8.GetBytes(partitionKey)));
        // The remainder of the division belongs to the last shard.
        return (int)UInt128.Min(hash / Width((uint)shards), (uint)shards - 1);
    }

    // 2^128 / shards; 2^128 itself does not fit in a UInt128.
    static UInt128 Width(UInt128 shards) => UInt128.MaxValue / shards + (UInt128.MaxValue % shards == shards - 1 ? UInt128.One : 0);
}
