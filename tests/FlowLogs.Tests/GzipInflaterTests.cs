using System.IO.Compression;
using System.Text;
using CsCheck;

namespace FlowLogs.Tests;

public sealed class GzipInflaterTests
{
    const int Limit = 1 << 20;

    static readonly byte[] First = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(number => $"first member, line {number * 7919 % 101}\n")));
    static readonly byte[] Second = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(number => $"second, {number}\n")));

    /// <summary>The bytes behind a member's last block: checksum and length.</summary>
    const int Trailer = 8;

    public static TheoryData<CompressionLevel> Levels => [.. Enum.GetValues<CompressionLevel>()];

    [Fact]
    public void The_mark_is_a_gzip_member_of_its_text()
    {
        Assert.Equal(GzipEndMark.Text.ToArray(), Gzipped.Inflate(GzipEndMark.Member.ToArray()));
        // What a cut stored block takes for the next block's type is the reserved one.
        Assert.Equal(3, GzipEndMark.Member[^8] >> 1 & 3);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Members_end_to_end_inflate_to_their_contents_end_to_end(CompressionLevel level)
    {
        byte[] nothing = [], data = [.. Gzipped.Of(First, level), .. Gzipped.Of(nothing, level), .. Gzipped.Of(Second, level)];

        Assert.Equal([.. First, .. Second], Inflate(data));
        Assert.Equal(nothing, Inflate(Gzipped.Of(nothing, level)));
    }

    [Fact]
    public void Five_hundred_members_are_read_whatever_their_sizes() =>
        Gen.Int[0, 2_000].Array[500].Sample(
            sizes =>
            {
                var members = sizes.Select((size, place) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(place, size / 4 + 1).Select(number => $"{number:x}")))).ToArray();
                Assert.Equal([.. members.SelectMany(member => member)], Inflate([.. members.SelectMany(member => Gzipped.Of(member, CompressionLevel.Fastest))], limit: 1 << 22));
            },
            iter: 10, threads: 1);

    [Theory]
    [MemberData(nameof(Levels))]
    public void A_record_of_two_members_that_is_cut_anywhere_is_never_taken_for_whole(CompressionLevel level)
    {
        var first = Gzipped.Of(First, level);
        byte[] data = [.. first, .. Gzipped.Of(Second, level)];

        for (var length = 0; length < data.Length; length++)
        {
            // What ends with a member is whole, as far as gzip goes.
            if (length == first.Length)
                Assert.Equal(First, Inflate(data[..length]));
            else
                Assert.NotEmpty(Reason(data[..length]));
        }
    }

    [Fact]
    public void Stored_blocks_that_are_cut_anywhere_are_never_taken_for_whole()
    {
        // Several blocks, none of them the last but one: a cut block is followed by what looks like another.
        var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.NoCompression, leaveOpen: true))
        {
            for (var block = 0; block < 40; block++)
            {
                gzip.Write(First.AsSpan(0, 50 + block));
                gzip.Flush();
            }
        }
        var data = stored.ToArray();
        Assert.NotEmpty(Inflate(data));

        for (var length = 0; length < data.Length; length++)
            Assert.NotEmpty(Reason(data[..length]));
    }

    [Fact]
    public void A_header_that_is_cut_in_its_extra_field_is_never_taken_for_whole()
    {
        for (var there = 0; there < 20; there++)
            for (var lacking = 1; lacking < 60; lacking++)
                for (byte flags = 4; flags < 32; flags++)
                    Assert.NotEmpty(Reason([.. Gzipped.Of(First), .. HeaderWithExtraField(flags, there + lacking), .. new byte[there]]));
    }

    [Fact]
    public void Whole_data_that_looks_like_such_a_header_is_read()
    {
        var content = HeaderWithExtraField(4, Trailer + 10);
        var data = Gzipped.Of(content, CompressionLevel.NoCompression);
        Assert.Equal(Trailer, data.Length - data.AsSpan().IndexOf(content) - content.Length);

        Assert.Equal(content, Inflate(data));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0a")]
    [InlineData("1f")]
    [InlineData("1f8b")]
    [InlineData("1f8b08")]
    [InlineData("1f8b0800000000000003")]
    [InlineData("68656c6c6f")]
    [InlineData("00000000000000000000000000000000")]
    public void Something_else_behind_the_last_member_is_not_read_over(string hex) =>
        Assert.NotEmpty(Reason([.. Gzipped.Of(First), .. Convert.FromHexString(hex)]));

    [Theory]
    [InlineData("")]
    [InlineData("1f")]
    [InlineData("8b1f")]
    [InlineData("504b0304")]
    [InlineData("789c4bcb07000145fe")]
    public void What_does_not_begin_as_gzip_is_not_gzip(string hex) => Assert.Equal("not gzip data", Reason(Convert.FromHexString(hex)));

    [Fact]
    public void A_flipped_bit_gives_an_error_or_changes_nothing()
    {
        byte[] data = [.. Gzipped.Of(First), .. Gzipped.Of(Second)];
        byte[] whole = [.. First, .. Second];

        for (var bit = 0; bit < data.Length * 8; bit++)
        {
            var flipped = (byte[])data.Clone();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            if (TryInflate(flipped, Limit, out var inflated) is null)
                Assert.Equal(whole, inflated);
        }
    }

    [Fact]
    public void Bytes_that_are_put_in_left_out_or_changed_never_give_a_wrong_text()
    {
        byte[] data = [.. Gzipped.Of(First), .. Gzipped.Of(Second)];
        byte[] whole = [.. First, .. Second];
        Gen.Select(Gen.Int[0, data.Length], Gen.Int[0, 40], Gen.Byte.Array[0, 40]).Sample(
            (place, left, more) =>
            {
                byte[] changed = [.. data[..place], .. more, .. data[Math.Min(place + left, data.Length)..]];
                if (TryInflate(changed, Limit, out var inflated) is null)
                    Assert.True(inflated.SequenceEqual(whole) || inflated.SequenceEqual(First) || inflated.SequenceEqual(Second));
            },
            iter: 5_000, threads: 1);
    }

    [Fact]
    public void Random_bytes_behind_the_header_are_an_error() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.NotEmpty(Reason([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. bytes])), iter: 5_000, threads: 1);

    [Fact]
    public void Up_to_the_limit_data_is_read_and_a_byte_more_is_not()
    {
        foreach (var length in new[] { 1_000, 4_096, 65_536, Limit })
        {
            var data = Gzipped.Of(new byte[length]);

            Assert.Equal(length, Inflate(data, limit: length).Length);
            Assert.Equal($"inflates past the limit of {length - 1} bytes", Reason(data, length - 1));
            Assert.Equal($"inflates past the limit of {length / 2} bytes", Reason(data, length / 2));
        }
    }

    [Fact]
    public void A_bomb_takes_no_more_memory_than_twice_the_limit()
    {
        var bomb = Gzipped.Of(new byte[200 << 20], CompressionLevel.SmallestSize);
        Assert.True(bomb.Length < 1 << 20);
        Assert.NotEmpty(Reason(bomb));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal($"inflates past the limit of {Limit} bytes", Reason(bomb));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * Limit + bomb.Length + 100_000);
    }

    [Fact]
    public void A_bomb_of_many_members_ends_at_the_limit_too()
    {
        var member = Gzipped.Of(new byte[100_000]);

        Assert.Equal($"inflates past the limit of {Limit} bytes", Reason([.. Enumerable.Repeat(member, 1_000).SelectMany(bytes => bytes)]));
    }

    static byte[] HeaderWithExtraField(byte flags, int length) => [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 0xff, (byte)length, (byte)(length >> 8)];

    static byte[] Inflate(byte[] data, int limit = Limit)
    {
        Assert.Null(TryInflate(data, limit, out var inflated));
        return inflated;
    }

    static string Reason(byte[] data, int limit = Limit) => TryInflate(data, limit, out _) ?? "";

    static string? TryInflate(byte[] data, int limit, out byte[] inflated)
    {
        var buffer = new byte[data.Length + GzipInflater.Reserve];
        data.CopyTo(buffer, 0);
        var reason = GzipInflater.TryInflate(buffer, data.Length, limit, out var pooled);
        using (pooled)
            inflated = pooled.Span.ToArray();
        return reason;
    }
}
