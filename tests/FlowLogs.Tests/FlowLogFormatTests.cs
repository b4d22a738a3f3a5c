using System.Text;

namespace FlowLogs.Tests;

public sealed class FlowLogFormatTests
{
    const string DefaultText = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
        + "${packets} ${bytes} "
        + "${start} ${end} ${action} ${log-status}";

    [Fact]
    public void The_default_format_is_version_2() => Assert.Equal(DefaultText, FlowLogFormat.Default.ToString());

    [Fact]
    public void A_format_is_parsed_as_it_is_written()
    {
        foreach (var text in new[] { DefaultText, "${version}", "${end} ${start}",
            string.Join(' ', FlowLogFields.All.Select(field => $"${{{field}}}")) })
            Assert.Equal(text, FlowLogFormat.Parse(text).ToString());
    }

    [Theory]
    [InlineData("  ${version}   ${action} ")]
    [InlineData("${version}\t${action}")]
    [InlineData("${version}\n  ${action}\n")]
    public void Fields_may_be_separated_by_any_white_space(string text) =>
        Assert.Equal("${version} ${action}", FlowLogFormat.Parse(text).ToString());

    [Theory]
    [InlineData("${version} ${account_id}")]
    [InlineData("${Version} ${accountId}")]
    public void A_field_name_has_several_spellings(string text) =>
        Assert.Equal("${version} ${account-id}", FlowLogFormat.Parse(text).ToString());

    [Theory]
    [InlineData("", "The flow log format has no fields: it needs at least one, for example ${version}.")]
    [InlineData(" \t ", "The flow log format has no fields: it needs at least one, for example ${version}.")]
    [InlineData("version", "'version' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("$version", "'$version' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("${version", "'${version' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("{version}", "'{version}' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("${version},${action}",
        "'${version},${action}' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("${version}${action}",
        "'${version}${action}' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("${version} and ${action}",
        "'and' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("${a b}", "'${a' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("${\"}", "'\"' in the flow log format is not the name of a field: names have letters, digits and hyphens.")]
    [InlineData("${}", "'' in the flow log format is not the name of a field: names have letters, digits and hyphens.")]
    [InlineData("${}}", "'${}}' in the flow log format is not a field: write fields as ${name}, separated by spaces.")]
    [InlineData("${end} ${start} ${end}", "The flow log format names the field 'end' twice.")]
    [InlineData("${account-id} ${accountId}", "The flow log format names the field 'accountId' twice.")]
    [InlineData("${new-field} ${new-field}", "The flow log format names the field 'new-field' twice.")]
    public void An_invalid_format_is_refused_with_its_reason(string text, string reason) =>
        Assert.Equal(reason, Assert.Throws<FormatException>(() => FlowLogFormat.Parse(text)).Message);

    [Fact]
    public void An_undocumented_field_is_valid()
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
    public void A_format_of_all_fields_and_unknown_ones_is_valid()
    {
        var names = FlowLogFields.All.Select(field => field.Name).Concat(Enumerable.Range(0, 68).Select(i => $"new-{i}")).ToList();
        var format = FlowLogFormat.OfNames(names);
        var line = new FlowLogLine();

        Assert.True(line.Read(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, names.Count))), format));
        foreach (var (i, field) in format.Fields.Index())
            Assert.Equal($"{i}", Encoding.UTF8.GetString(line[field]));
        Assert.Throws<FormatException>(() => FlowLogFormat.OfNames([.. names, "one-too-many"]));
    }
}
