using System.Text;

namespace FlowLogs.Tests;

/// <summary>Compares the table of fields with "Flow log records", Amazon VPC User Guide.</summary>
public sealed class FlowLogFieldsTests
{
    static readonly Dictionary<int, string> NamesByVersion = new()
    {
        [2] = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
        [3] = "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr",
        [4] = "region az-id sublocation-type sublocation-id",
        [5] = "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path",
        [6] = "resource-type tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id "
            + "tgw-src-subnet-id "
            + "tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id packets-lost-no-route "
            + "packets-lost-blackhole "
            + "packets-lost-mtu-exceeded packets-lost-ttl-expired",
        [7] = "ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id "
            + "ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id",
        [8] = "reject-reason",
        [9] = "resource-id",
        [10] = "encryption-status",
    };

    public static TheoryData<string, string> SpellingsInFilters => new()
    {
        // The names in the VPC examples of "Space-delimited filter patterns", and in "Common log formats" of the console.
        { "version account eni source destination srcport destport protocol packets bytes windowstart windowend action flowlogstatus",
            "AWS's example" },
        { "version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start end action log_status",
            "underscores" },
        { "version accountId interfaceId srcaddr dstaddr srcport dstport protocol packets bytes start end action logStatus", "camel case" },
        { "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
            "as AWS spells them" },
    };

    [Fact]
    public void A_column_has_underscores_in_place_of_hyphens() => Assert.Equal("account_id", FlowLogFields.AccountId.Column);

    [Theory]
    [MemberData(nameof(Versions))]
    public void Each_version_has_its_fields_in_AWSs_order(int version) =>
        Assert.Equal(NamesByVersion[version].Split(' '), FlowLogFields.All.Where(field => field.Version == version)
            .Select(field => field.Name));

    public static TheoryData<int> Versions => [.. NamesByVersion.Keys];

    [Fact]
    public void There_are_no_other_fields() =>
        Assert.Equal(NamesByVersion.Values.Sum(names => names.Split(' ').Length), FlowLogFields.All.Length);

    [Fact]
    public void Every_field_has_its_index_and_fits_a_set_of_128()
    {
        Assert.Equal(Enumerable.Range(0, FlowLogFields.All.Length), FlowLogFields.All.Select(field => field.Index));
        Assert.True(FlowLogFields.All.Length <= 64);
    }

    [Theory]
    [InlineData(FlowLogFieldType.Int, "version", "srcport", "dstport", "protocol", "tcp-flags", "traffic-path", "encryption-status")]
    [InlineData(FlowLogFieldType.BigInt, "packets", "bytes", "packets-lost-no-route", "packets-lost-blackhole", "packets-lost-mtu-exceeded",
        "packets-lost-ttl-expired")]
    [InlineData(FlowLogFieldType.EpochSeconds, "start", "end")]
    public void Exactly_these_fields_have_the_type(FlowLogFieldType type, params string[] names) =>
        Assert.Equal(names, FlowLogFields.All.Where(field => field.Type == type).Select(field => field.Name));

    [Theory]
    [InlineData("srcport", 65_535)]
    [InlineData("dstport", 65_535)]
    [InlineData("protocol", 255)]
    [InlineData("version", int.MaxValue)]
    [InlineData("tcp-flags", int.MaxValue)]
    [InlineData("packets", long.MaxValue)]
    [InlineData("bytes", long.MaxValue)]
    [InlineData("end", 253_402_300_799)]
    public void A_number_is_valid_up_to_its_fields_maximum(string name, long maximum)
    {
        var field = Find(name);

        Assert.Equal(maximum, field.Maximum);
        Assert.True(field.TryReadNumber(Bytes($"{maximum}"), out var number));
        Assert.Equal(maximum, number);
        Assert.False(field.TryReadNumber(Bytes($"{(ulong)maximum + 1}"), out _));
        Assert.True(field.TryReadNumber("0"u8, out var zero));
        Assert.Equal(0, zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("1E3")]
    [InlineData("0x1")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("１")]
    [InlineData("9223372036854775808")]
    [InlineData("9999999999999999999")]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("18446744073709551617")]
    [InlineData("100000000000000000000000000000000000001")]
    public void Other_forms_are_not_numbers(string text) => Assert.False(FlowLogFields.Bytes.TryReadNumber(Bytes(text), out _));

    [Theory]
    [InlineData("eni-1235b8ca123456789", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("arn:aws:ecs:eu-central-1:123456789010:task/a/b", true)]
    [InlineData("übung-✓-😀", true)]
    [InlineData("", false)]
    [InlineData("a\"b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("a text of more than sixteen bytes, with a quote at its end\"", false)]
    public void Text_is_plain_if_JSON_does_not_escape_it(string text, bool isPlain) =>
        Assert.Equal(isPlain, FlowLogFields.InterfaceId.Accepts(Bytes(text)));

    [Theory]
    [MemberData(nameof(SpellingsInFilters))]
    public void Filters_may_use_these_names(string pattern, string spelling) =>
        Assert.True(FlowLogFormat.Default.Fields.SequenceEqual(pattern.Split(' ').Select(name => FlowLogFields.Find(Bytes(name))!)),
            spelling);

    [Fact]
    public void Every_spelling_means_one_field()
    {
        foreach (var field in FlowLogFields.All)
        {
            foreach (var name in new[] { field.Name, field.Column })
            {
                Assert.Same(field, Assert.Single(FlowLogFields.All, other => other.IsCalled(Bytes(name))));
                Assert.Same(field, FlowLogFields.Find(Bytes(name)));
            }
        }
    }

    [Theory]
    [InlineData("Version", "version")]
    [InlineData("account-id", "account-id")]
    [InlineData("account_id", "account-id")]
    [InlineData("accountId", "account-id")]
    [InlineData("account", "account-id")]
    [InlineData("eni", "interface-id")]
    [InlineData("srcAddr", "srcaddr")]
    [InlineData("source", "srcaddr")]
    [InlineData("destination", "dstaddr")]
    [InlineData("destport", "dstport")]
    [InlineData("windowstart", "start")]
    [InlineData("windowend", "end")]
    [InlineData("flowlogstatus", "log-status")]
    [InlineData("pktSrcAwsService", "pkt-src-aws-service")]
    [InlineData("tgwPairAttachmentId", "tgw-pair-attachment-id")]
    [InlineData("srcaddress", null)]
    [InlineData("unparsed", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    public void A_field_has_all_its_spellings(string spelling, string? name) =>
        Assert.Equal(name, FlowLogFields.Find(Bytes(spelling))?.Name);

    static FlowLogField Find(string name) => FlowLogFields.All.Single(field => field.Name == name);

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
