using System.IO.Compression;
using System.Text;
using CsCheck;

namespace FlowLogs.Tests;

public sealed class GzipInflaterTests
{
    const int Limit = 1 << 20;

    static readonly byte[] First = Lines(60, number => $"first member, line {number * 7919 % 101}\n");
    static readonly byte[] Second = Lines(60, number => $"second, {number}\n");

    public static TheoryData<CompressionLevel> Levels => [.. Enum.GetValues<CompressionLevel>()];

    [Theory]
    [MemberData(nameof(Levels))]
    public void Members_inflate_to_their_contents_in_order(CompressionLevel level)
    {
        byte[] nothing = [], data = [.. Gzipped.Of(First, level), .. Gzipped.Of(nothing, level), .. Gzipped.Of(Second, level)];

        Assert.Equal([.. First, .. Second], Inflate(data));
        Assert.Equal(nothing, Inflate(Gzipped.Of(nothing, level)));
    }

    [Fact]
    public void Five_hundred_members_of_any_size_are_read() =>
        Gen.Int[0, 2_000].Array[500].Sample(
            sizes =>
            {
                var members = sizes.Select((size, place) => Lines((size / 4) + 1, number => $"{number + place:x}")).ToArray();
                byte[] data = [.. members.SelectMany(member => Gzipped.Of(member, CompressionLevel.Fastest))];

                Assert.Equal([.. members.SelectMany(member => member)], Inflate(data, limit: 1 << 22));
            },
            iter: 10, threads: 1);

    [Theory]
    [MemberData(nameof(Levels))]
    public void Two_members_cut_anywhere_are_an_error(CompressionLevel level)
    {
        var first = Gzipped.Of(First, level);
        byte[] data = [.. first, .. Gzipped.Of(Second, level)];

        for (var length = 0; length < data.Length; length++)
        {
            // Data that ends with its first member is complete.
            if (length == first.Length)
                Assert.Equal(First, Inflate(data[..length]));
            else
                Assert.NotEmpty(Reason(data[..length]));
        }
    }

    [Fact]
    public void Stored_blocks_cut_anywhere_are_an_error()
    {
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
    public void A_header_cut_in_its_extra_field_is_an_error()
    {
        for (var there = 0; there < 20; there++)
            for (var missing = 1; missing < 60; missing++)
                for (byte flags = 4; flags < 32; flags++)
                    Assert.NotEmpty(Reason([.. Gzipped.Of(First), .. HeaderWithExtraField(flags, there + missing), .. new byte[there]]));
    }

    [Theory]
    [InlineData("0a")]
    [InlineData("1f")]
    [InlineData("1f8b")]
    [InlineData("1f8b08")]
    [InlineData("1f8b0800000000000003")]
    [InlineData("68656c6c6f")]
    [InlineData("0000000000000000000000000000000001")]
    [InlineData("0a00000000")]
    public void Other_bytes_after_the_last_member_are_an_error(string hex)
    {
        var after = Convert.FromHexString(hex);

        // The bytes are at each distance from the ends of the blocks in which the stream is read.
        for (var length = 8_100; length < 8_300; length++)
            Assert.NotEmpty(Reason([.. Stored(length), .. after]));
        Assert.NotEmpty(Reason([.. Gzipped.Of(First), .. after]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(512)]
    [InlineData(20_000)]
    public void Zeros_after_the_last_member_are_padding(int zeros)
    {
        for (var length = 8_100; length < 8_300; length++)
            Assert.Equal(length, Inflate([.. Stored(length), .. new byte[zeros]]).Length);
        Assert.Equal([.. First, .. Second], Inflate([.. Gzipped.Of(First), .. Gzipped.Of(Second), .. new byte[zeros]]));
    }

    // Local mode shows the records before an error first, and then reads on to report it.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    public void An_error_is_the_same_at_the_next_read(int zeros)
    {
        foreach (byte[] data in new byte[][]
        {
            [.. Gzipped.Of(First), .. new byte[zeros], 1],
            [.. Gzipped.Of(First), .. new byte[zeros], .. Gzipped.Of(Second)[..^1], 1],
            [.. Gzipped.Of(First)[..^3], .. new byte[zeros]],
        })
        {
            using var stream = new WholeGzipStream(new MemoryStream(data));
            var first = Assert.Throws<InvalidDataException>(() => stream.CopyTo(Stream.Null));
            var second = Assert.Throws<InvalidDataException>(() => stream.CopyTo(Stream.Null));
            Assert.Equal(first.Message, second.Message);
        }
    }

    [Fact]
    public void A_member_after_padding_is_an_error() =>
        Assert.NotEmpty(Reason([.. Gzipped.Of(First), 0, .. Gzipped.Of(Second)]));

    [Fact]
    public void A_second_member_with_a_damaged_header_is_an_error()
    {
        var first = Gzipped.Of(First);
        byte[] data = [.. first, .. Gzipped.Of(Second)];
        for (var place = 0; place < 4; place++)
        {
            var damaged = (byte[])data.Clone();
            damaged[first.Length + place] ^= 0xff;

            Assert.NotEmpty(Reason(damaged));
        }
    }

    [Fact]
    public void Zeros_within_a_member_are_read()
    {
        var zeros = new byte[50_000];

        Assert.Equal(zeros, Inflate(Gzipped.Of(zeros, CompressionLevel.NoCompression)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1f")]
    [InlineData("8b1f")]
    [InlineData("504b0304")]
    [InlineData("789c4bcb07000145fe")]
    public void Data_without_a_gzip_header_is_not_gzip(string hex) =>
        Assert.Equal("The data is not gzip.", Reason(Convert.FromHexString(hex)));

    [Fact]
    public void A_flipped_bit_gives_an_error_or_the_same_content()
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
    public void Changed_bytes_never_give_other_content()
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
    public void Random_bytes_after_the_header_are_an_error() =>
        Gen.Byte.Array[0, 300].Sample(
            bytes => Assert.NotEmpty(Reason([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. bytes])), iter: 5_000, threads: 1);

    [Fact]
    public void Data_up_to_the_limit_is_read_and_one_byte_more_is_not()
    {
        foreach (var length in new[] { 1_000, 4_096, 65_536, Limit })
        {
            var data = Gzipped.Of(new byte[length]);

            Assert.Equal(length, Inflate(data, limit: length).Length);
            Assert.Equal($"The data inflates to more than {length - 1} bytes.", Reason(data, length - 1));
            Assert.Equal($"The data inflates to more than {length / 2} bytes.", Reason(data, length / 2));
        }
    }

    [Fact]
    public void A_bomb_takes_at_most_twice_the_limit_of_memory()
    {
        var bomb = Gzipped.Of(new byte[200 << 20], CompressionLevel.SmallestSize);
        Assert.True(bomb.Length < 1 << 20);
        Assert.NotEmpty(Reason(bomb));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal($"The data inflates to more than {Limit} bytes.", Reason(bomb));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2 * Limit) + 100_000);
    }

    [Fact]
    public void A_bomb_of_many_members_ends_at_the_limit()
    {
        var member = Gzipped.Of(new byte[100_000]);

        Assert.Equal($"The data inflates to more than {Limit} bytes.",
            Reason([.. Enumerable.Repeat(member, 1_000).SelectMany(bytes => bytes)]));
    }

    static byte[] Lines(int count, Func<int, string> line) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(line)));

    /// <summary>Creates a member slightly longer than its content, so that members of any compressed length can be made.</summary>
    static byte[] Stored(int length) =>
        Gzipped.Of([.. Enumerable.Range(0, length).Select(place => (byte)(place % 251))], CompressionLevel.NoCompression);

    static byte[] HeaderWithExtraField(byte flags, int length) =>
        [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 0xff, (byte)length, (byte)(length >> 8)];

    static byte[] Inflate(byte[] data, int limit = Limit)
    {
        Assert.Null(TryInflate(data, limit, out var inflated));
        return inflated;
    }

    static string Reason(byte[] data, int limit = Limit) => TryInflate(data, limit, out _) ?? "";

    static string? TryInflate(byte[] data, int limit, out byte[] inflated)
    {
        var reason = GzipInflater.TryInflate(data, data.Length, limit, out var pooled);
        using (pooled)
            inflated = pooled.Span.ToArray();
        return reason;
    }
}
