using FlowLogs;

namespace MetricPublisher.Tests;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData(0, "HOPOPT")]
    [InlineData(1, "ICMP")]
    [InlineData(6, "TCP")]
    [InlineData(17, "UDP")]
    [InlineData(47, "GRE")]
    [InlineData(50, "ESP")]
    [InlineData(51, "AH")]
    [InlineData(58, "ICMPv6")]
    [InlineData(61, "61")]
    [InlineData(89, "OSPFIGP")]
    [InlineData(103, "PIM")]
    [InlineData(112, "VRRP")]
    [InlineData(132, "SCTP")]
    [InlineData(136, "UDPLite")]
    [InlineData(145, "Homa")]
    [InlineData(146, "146")]
    [InlineData(253, "253")]
    [InlineData(255, "255")]
    [InlineData(-1, "-1")]
    public void A_protocol_goes_by_its_keyword_or_its_number(int number, string keyword) => Assert.Equal(keyword, IanaProtocol.Keyword(number));

    [Fact]
    public void All_keywords_differ_and_are_dimension_values_that_CloudWatch_takes()
    {
        var keywords = Enumerable.Range(0, 256).Select(IanaProtocol.Keyword).ToList();

        Assert.Equal(256, keywords.Distinct().Count());
        Assert.All(keywords, k => Assert.True(k.All(c => c is >= ' ' and <= '~') && k[0] != ':', k));
    }
}
