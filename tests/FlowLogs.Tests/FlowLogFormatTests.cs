namespace FlowLogs.Tests;

public sealed class FlowLogFormatTests
{
    const string DefaultText = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} "
        + "${start} ${end} ${action} ${log-status}";

    [Fact]
    public void The_default_format_is_that_of_version_2() => Assert.Equal(DefaultText, FlowLogFormat.Default.ToString());

    [Fact]
    public void A_format_reads_back_as_it_was_written()
    {
        foreach (var text in new[] { DefaultText, "${version}", "${end} ${start}", string.Join(' ', FlowLogFields.All.Select(field => $"${{{field}}}")) })
            Assert.Equal(text, FlowLogFormat.Parse(text).ToString());
    }

    [Theory]
    [InlineData("  ${version}   ${action} ")]
    [InlineData("${version}\t${action}")]
    [InlineData("${version}\n  ${action}\n")]
    public void Fields_may_be_divided_by_any_white_space(string text) => Assert.Equal("${version} ${action}", FlowLogFormat.Parse(text).ToString());

    [Theory]
    [InlineData("", "The flow log format has no fields: it needs at least one, for example ${version}.")]
    [InlineData(" \t ", "The flow log format has no fields: it needs at least one, for example ${version}.")]
    [InlineData("version", "'version' in the flow log format is not a field: fields are written ${name} and divided by spaces.")]
    [InlineData("$version", "'$version' in the flow log format is not a field: fields are written ${name} and divided by spaces.")]
    [InlineData("${version", "'${version' in the flow log format is not a field: fields are written ${name} and divided by spaces.")]
    [InlineData("{version}", "'{version}' in the flow log format is not a field: fields are written ${name} and divided by spaces.")]
    [InlineData("${version},${action}", "'${version},${action}' in the flow log format is not a field: fields are written ${name} and divided by spaces.")]
    [InlineData("${}", "'' in the flow log format is not the name of a field: names have letters, digits and hyphens.")]
    [InlineData("${}}", "'${}}' in the flow log format is not a field: fields are written ${name} and divided by spaces.")]
    [InlineData("${end} ${start} ${end}", "The flow log format names the field 'end' twice.")]
    public void What_is_no_format_is_refused_with_its_reason(string text, string reason) =>
        Assert.Equal(reason, Assert.Throws<FormatException>(() => FlowLogFormat.Parse(text)).Message);
}
