namespace FlowLogs.Tests;

public sealed class IanaProtocolTests
{
    [Fact]
    public void Keywords_are_those_of_the_registry()
    {
        var keywords = Registry.Rows("protocol-numbers-1.csv")
            .Where(row => byte.TryParse(row["Decimal"], out _))
            .ToDictionary(row => int.Parse(row["Decimal"]), row => row["Keyword"].Replace(" (deprecated)", ""));
        // Most tools call 58 ICMPv6. "Reserved" is not a keyword.
        (keywords[58], keywords[255]) = ("ICMPv6", "");

        for (var number = 0; number <= 255; number++)
            Assert.Equal(keywords.GetValueOrDefault(number) is { Length: > 0 } keyword ? keyword : $"{number}",
                IanaProtocol.Keyword(number));
    }

    [Theory]
    [InlineData(-1, "-1")]
    [InlineData(256, "256")]
    public void Numbers_out_of_range_are_shown_as_numbers(int number, string text) => Assert.Equal(text, IanaProtocol.Keyword(number));

    [Fact]
    public void Keywords_are_distinct_and_valid_dimension_values()
    {
        var keywords = Enumerable.Range(0, 256).Select(IanaProtocol.Keyword).ToList();

        Assert.Equal(256, keywords.Distinct().Count());
        Assert.All(keywords, keyword => Assert.True(keyword.All(letter => letter is >= ' ' and <= '~') && keyword[0] != ':', keyword));
    }
}
