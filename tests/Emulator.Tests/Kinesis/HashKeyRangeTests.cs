using Emulator.Kinesis;

namespace Emulator.Tests.Kinesis;

public sealed class HashKeyRangeTests
{
    // The MD5 of eni-0, eni-1 and so on, divided by 2^128 / shards.
    [Theory]
    [InlineData(1, "0 0 0 0 0 0 0 0 0 0 0 0")]
    [InlineData(2, "0 1 1 1 1 0 1 1 1 0 0 0")]
    [InlineData(3, "0 1 2 2 1 1 1 2 2 0 1 0")]
    [InlineData(4, "0 2 3 3 2 1 2 3 2 0 1 1")]
    [InlineData(7, "1 3 5 5 4 2 4 5 4 1 3 2")]
    [InlineData(200, "42 103 163 163 115 68 115 151 142 38 93 66")]
    public void A_key_belongs_to_the_shard_with_its_hash_range(int shards, string expected) =>
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, 12).Select(i => HashKeyRange.ShardOf($"eni-{i}", shards))));

    [Fact]
    public void Keys_are_distributed_evenly()
    {
        var shards = Enumerable.Range(0, 10_000).CountBy(i => HashKeyRange.ShardOf($"{i}", 4)).ToDictionary();

        Assert.Equal(4, shards.Count);
        Assert.All(shards.Values, count => Assert.InRange(count, 2300, 2700));
    }
}
