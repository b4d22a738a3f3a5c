using System.Text;
using CsCheck;
using Tool.Input;

namespace Tool.Tests.Input;

public sealed class LineReaderTests
{
    [Fact]
    public void Lines_are_split_at_line_feeds_however_the_stream_is_divided() =>
        Gen.Select(Gen.Char["ab\r\n"].Array[0, 40], Gen.Int[1, 5]).Sample((letters, portion) =>
        {
            var text = new string(letters);
            var expected = text.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line).ToList();
            if (text.Length == 0 || text.EndsWith('\n'))
                expected.RemoveAt(expected.Count - 1);

            Assert.Equal(expected, Read(text, portion, longest: 1_000));
        });

    [Theory]
    [InlineData("12345678\n", "12345678")]
    [InlineData("12345678\r\n", "12345678")]
    [InlineData("12345678", "12345678")]
    [InlineData("12345678\r", "12345678")]
    [InlineData("123456789\n", "12345678 and more")]
    [InlineData("123456789", "12345678 and more")]
    [InlineData("12345678\r\r\n", "12345678 and more")]
    [InlineData("1234567890123\r\nx\n", "12345678 and more", "x")]
    public void A_line_above_the_limit_is_truncated_and_marked(string text, params string[] lines)
    {
        for (var portion = 1; portion < 12; portion++)
            Assert.Equal(lines, Read(text, portion));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_skipped_to_their_end()
    {
        var text = $"{new string('a', 3_000_000)}\nb\n{new string('c', 2_000_000)}";

        Assert.Equal(["aaaaaaaa and more", "b", "cccccccc and more"], Read(text, 100_000));
    }

    static List<string> Read(string text, int portion, int longest = 8)
    {
        using var reader = new LineReader(new SlowStream(Encoding.UTF8.GetBytes(text), portion), longest);
        var lines = new List<string>();
        while (reader.TryRead(out var line))
        {
            lines.Add(Encoding.UTF8.GetString(line) + (reader.IsTooLong ? " and more" : ""));
            Assert.Equal(lines.Count, reader.Number);
        }
        return lines;
    }

    /// <summary>Returns a few bytes at a time.</summary>
    sealed class SlowStream(byte[] content, int portion) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, portion)]);
    }
}
