using System.Text;
using Emulator.CloudWatchLogs;

namespace Emulator.Tests.CloudWatchLogs;

public sealed class FilterPatternTests
{
    [Theory]
    [InlineData("", "anything at all", true)]
    [InlineData("[a, b, c]", "1 2 3", true)]
    [InlineData("[a, b, c]", "1 2", false)]
    [InlineData("[a, b, c]", "1 2 3 4", true)]
    [InlineData("[a=1, b]", "1 2 3 4", true)]
    [InlineData("[a=1, b]", "2 2 3 4", false)]
    [InlineData("[a, b=2]", "1 2 3", false)]
    [InlineData("[a, b, c]", "  1\t2   3 ", true)]
    [InlineData("[a, ..., c]", "1 2 3 4", true)]
    [InlineData("[a, ..., c]", "1 3", true)]
    [InlineData("[a, ..., c]", "1", false)]
    [InlineData("[..., action=\"REJECT\", status]", "1 2 REJECT OK", true)]
    [InlineData("[..., action=\"REJECT\", status]", "1 2 ACCEPT OK", false)]
    [InlineData("[a, b != 2]", "1 2", false)]
    [InlineData("[a, b != 2]", "1 3", true)]
    [InlineData("[a, b = 10.*]", "1 10.0.0.1", true)]
    [InlineData("[a, b = *.1]", "1 10.0.0.1", true)]
    [InlineData("[a, b = 1*1]", "1 1", false)]
    [InlineData("[a, b > 1024]", "1 1025", true)]
    [InlineData("[a, b > 1024]", "1 1024", false)]
    [InlineData("[a, b >= 1024 && b < 2048]", "1 1024", true)]
    [InlineData("[a, b >= 1024 && b < 2048]", "1 2048", false)]
    [InlineData("[a, b > 1024]", "1 -", false)]
    [InlineData("[a, (b = 22 || b = 3389)]", "1 3389", true)]
    [InlineData("[a, (b = 22 || b = 3389)]", "1 443", false)]
    [InlineData("[a, b = \"x, y\"]", "1 2", false)]
    public void A_pattern_matches_exactly_these_events(string pattern, string message, bool matches) =>
        Assert.Equal(matches, FilterPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes(message), []));

    [Fact]
    public void The_last_name_takes_the_rest_of_a_longer_event()
    {
        var message = "one two  three four "u8.ToArray();
        var values = new List<Range>();

        Assert.True(FilterPattern.Parse("[first, last]").Matches(message, values));
        Assert.Equal(["one", "two  three four"], values.Select(value => Encoding.UTF8.GetString(message[value])));
    }

    [Fact]
    public void The_values_of_names_are_slices_of_the_message()
    {
        var message = "one two three four five"u8.ToArray();
        var pattern = FilterPattern.Parse("[first, ..., before_last, last = f*]");
        var values = new List<Range>();

        Assert.True(pattern.Matches(message, values));
        Assert.Equal(["first", "before_last", "last"], pattern.Names);
        Assert.Equal(["one", "four", "five"], values.Select(value => Encoding.UTF8.GetString(message[value])));
    }

    [Theory]
    [InlineData("{ $.action = \"REJECT\" }")]
    [InlineData("[a, b")]
    [InlineData("[a, ..., b, ...]")]
    [InlineData("[a, , b]")]
    [InlineData("[a, b c]")]
    [InlineData("[a, action=%RE.*%]")]
    [InlineData("[a, (b = 22 || b != %3{1,2}89%)]")]
    [InlineData("[a, b ! 2]")]
    public void An_unsupported_pattern_is_refused(string pattern) => Assert.Throws<FormatException>(() => FilterPattern.Parse(pattern));
}
