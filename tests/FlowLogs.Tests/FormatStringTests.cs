using System.Text;

namespace FlowLogs.Tests;

public sealed class FormatStringTests
{
    [Theory]
    [InlineData("${version}  ${account-id}")]
    [InlineData("\t${version}\n${account-id} ")]
    [InlineData("${version} ${account_id}")]
    [InlineData("${Version} ${accountId}")]
    public void Spacing_and_spelling_do_not_matter(string text) =>
        Assert.Equal("${version} ${account-id}", FlowLogFormat.Parse(text).ToString());

    [Theory]
    [InlineData("", "no fields")]
    [InlineData("  ", "no fields")]
    [InlineData("${version} ${action} ${version}", "'version' twice")]
    [InlineData("${account-id} ${accountId}", "'accountId' twice")]
    [InlineData("${new-field} ${new-field}", "'new-field' twice")]
    [InlineData("${version},${action}", "'${version},${action}'")]
    [InlineData("${version}${action}", "'${version}${action}'")]
    [InlineData("${version} and ${action}", "'and'")]
    [InlineData("version action", "'version'")]
    [InlineData("${}", "''")]
    [InlineData("${a b}", "'${a'")]
    [InlineData("${\"}", "'\"'")]
    public void What_is_no_format_is_refused_with_the_word_that_is_wrong(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => FlowLogFormat.Parse(text)).Message);

    [Fact]
    public void A_field_that_is_not_documented_is_one_all_the_same()
    {
        var format = FlowLogFormat.Parse("${version} ${instance-tag} ${action} ${next-hop-vpc-id}");

        Assert.Equal(["instance-tag", "next-hop-vpc-id"], format.Others.Select(field => field.Name));
        var line = new FlowLogLine();
        Assert.True(line.Read("11 web=1 REJECT -"u8, format));
        Assert.Equal("web=1", Encoding.UTF8.GetString(line[format.Others[0]]));
        Assert.True(line[format.Others[1]].IsEmpty);
        Assert.Equal("REJECT", Encoding.UTF8.GetString(line[FlowLogFields.Action]));
    }

    [Fact]
    public void A_format_of_all_fields_and_more_is_read()
    {
        var names = FlowLogFields.All.Select(field => field.Name).Concat(Enumerable.Range(0, 68).Select(i => $"new-{i}")).ToList();
        var format = FlowLogFormat.OfNames(names);
        var line = new FlowLogLine();

        Assert.True(line.Read(Encoding.UTF8.GetBytes(string.Join(' ', format.Fields.Select((_, i) => i % 200))), format));
        Assert.All(format.Fields, (field, i) => Assert.Equal($"{i % 200}", Encoding.UTF8.GetString(new Reading(names, format)[field])));
        Assert.Throws<FormatException>(() => FlowLogFormat.OfNames([.. names, "one-too-many"]));
    }

    [Theory]
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
    [InlineData("", null)]
    [InlineData("-", null)]
    public void A_field_goes_by_all_its_spellings(string spelling, string? name) =>
        Assert.Equal(name, FlowLogFields.Find(Encoding.UTF8.GetBytes(spelling))?.Name);

    [Fact]
    public void No_spelling_is_that_of_two_fields() =>
        Assert.All(FlowLogFields.All, field => Assert.All([field.Name, field.Column], spelling => Assert.Same(field, FlowLogFields.Find(Encoding.UTF8.GetBytes(spelling)))));

    sealed class Reading(List<string> names, FlowLogFormat format)
    {
        readonly byte[] _text = Encoding.UTF8.GetBytes(string.Join(' ', names.Select((_, i) => i % 200)));

        public byte[] this[FlowLogField field]
        {
            get
            {
                var line = new FlowLogLine();
                line.Read(_text, format);
                return line[field].ToArray();
            }
        }
    }
}
