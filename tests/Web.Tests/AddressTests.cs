namespace Web.Tests;

/// <summary>Classifies addresses.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.31.255.1", "private")]
    [InlineData("172.32.0.1", "public")]
    [InlineData("100.64.0.1", "private")]
    [InlineData("169.254.169.254", "aws")]
    [InlineData("169.254.1.1", "private")]
    [InlineData("54.239.28.85", "aws")]
    [InlineData("8.8.8.8", "public")]
    [InlineData("fd00:ec2::254", "aws")]
    [InlineData("fd12::1", "private")]
    [InlineData("2600:1f18::1", "aws")]
    [InlineData("2001:4860:4860::8888", "public")]
    [InlineData("::ffff:10.0.0.1", "private")]
    [InlineData("-", null)]
    [InlineData("6", null)]
    [InlineData("<script>", null)]
    public void An_address_is_private_AWSs_or_public(string address, string? kind) =>
        Assert.Equal(kind, AddressMarks.Shipped.Of(address)?.Kind);

    // The first and the last address of each entry of IANA's registries, and their neighbours.
    [Theory]
    [InlineData("9.255.255.255 public 10.0.0.0 private 10.255.255.255 private 11.0.0.0 public")]
    [InlineData("100.63.255.255 aws 100.64.0.0 private 100.127.255.255 private 100.128.0.0 public")]
    [InlineData("126.255.255.255 public 127.0.0.0 private 127.255.255.255 private 128.0.0.0 public")]
    [InlineData("169.253.255.255 public 169.254.0.0 private 169.254.255.255 private 169.255.0.0 public")]
    [InlineData("172.15.255.255 public 172.16.0.0 private 172.31.255.255 private 172.32.0.0 public")]
    [InlineData("191.255.255.255 public 192.0.0.0 private 192.0.0.8 private 192.0.0.9 public 192.0.0.10 public 192.0.0.170 private "
        + "192.0.0.255 private 192.0.1.0 public")]
    [InlineData("192.0.2.0 private 192.0.2.255 private 192.0.3.0 public 192.88.98.255 public 192.88.99.1 private 192.88.100.0 public")]
    [InlineData("192.167.255.255 public 192.168.0.0 private 192.168.255.255 private 192.169.0.0 public")]
    [InlineData("198.17.255.255 public 198.18.0.0 private 198.19.255.255 private 198.20.0.0 public")]
    [InlineData("198.51.99.255 public 198.51.100.0 private 198.51.100.255 private 198.51.101.0 public 203.0.112.255 public 203.0.113.0 "
        + "private 203.0.113.255 private 203.0.114.0 public")]
    [InlineData("0.0.0.0 private 0.255.255.255 private 1.0.0.0 public 223.255.255.255 public 224.0.0.0 private 239.255.255.255 private "
        + "240.0.0.0 private 255.255.255.254 private 255.255.255.255 private")]
    [InlineData(":: private ::1 private ::2 public ::ffff:8.8.8.8 public ::ffff:192.168.1.1 private 64:ff9b::808:808 public 64:ff9b:1::1 "
        + "private 100::1 private 100:0:0:1::1 private 100:0:0:2::1 public")]
    [InlineData("2001::1 private 2001:1::1 public 2001:1::4 private 2001:2::1 private 2001:4:112::1 public 2001:20::1 public "
        + "2001:1ff:ffff::1 private 2001:200::1 public 2001:db8::1 private 2001:db9::1 public 2002::1 private")]
    [InlineData("3ffe::1 public 3fff::1 private 3fff:fff::1 private 3fff:1000::1 public 5f00::1 private fbff::1 public fc00::1 private "
        + "fdff:ffff::1 private fe00::1 public fe80::1 private febf::1 private fec0::1 public ff02::1 private")]
    [InlineData("169.254.169.122 private 169.254.169.123 aws 169.254.169.252 private 169.254.169.253 aws 169.254.169.254 aws "
        + "169.254.170.2 aws fd00:ec2::123 aws fd00:ec2::253 aws fd00:ec2::254 aws fd00:ec3::1 private")]
    public void Special_use_addresses_of_IANA_are_private(string cases)
    {
        foreach (var pair in cases.Split(' ').Chunk(2))
            Assert.True(AddressMarks.Shipped.Of(pair[0])!.Kind == pair[1], $"{pair[0]} is {AddressMarks.Shipped.Of(pair[0])}");
    }

    [Fact]
    public void A_newer_ip_ranges_file_replaces_the_shipped_one()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """
            {"syncToken": "1", "createDate": "2026-11-01-00-00-00",
             "prefixes": [{"ip_prefix": "198.35.0.0/16", "region": "eu-west-1", "service": "AMAZON", "network_border_group": "eu-west-1"},
                          {"ip_prefix": "198.35.0.0/16", "region": "eu-west-1", "service": "EC2", "network_border_group": "eu-west-1"},
                          {"ip_prefix": "198.35.7.0/24", "region": "GLOBAL", "service": "CLOUDFRONT", "network_border_group": "GLOBAL"}],
             "ipv6_prefixes": [{"ipv6_prefix": "2a05:d07a::/32", "region": "eu-south-1", "service": "S3", "network_border_group": "eu-south-1"}]}
            """);
        var marks = IpRangesFile.Read(file);
        File.Delete(file);

        Assert.Equal("EC2 in eu-west-1", marks.Of("198.35.1.1")!.Note);
        Assert.Equal("CLOUDFRONT in GLOBAL", marks.Of("198.35.7.1")!.Note);
        Assert.Equal("aws", marks.Of("2a05:d07a::1")!.Kind);
        Assert.Equal("public", marks.Of("52.94.0.1")!.Kind);
        Assert.Equal("private", marks.Of("10.0.0.1")!.Kind);
        Assert.Equal("aws", marks.Of("169.254.169.254")!.Kind);
    }

    [Theory]
    [InlineData("{}", "no address ranges")]
    [InlineData("[]", "not AWS's")]
    [InlineData("""{"prefixes": [{"ip_prefix": "ten", "region": "x", "service": "y"}]}""", "'ten'")]
    [InlineData("prefixes", "not AWS's")]
    public void An_invalid_ip_ranges_file_is_an_error(string content, string sentence)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, content);

        Assert.Contains(sentence, Assert.Throws<FormatException>(() => IpRangesFile.Read(file)).Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("file not found", Assert.Throws<IOException>(() => IpRangesFile.Read(file)).Message, StringComparison.Ordinal);
    }
}
