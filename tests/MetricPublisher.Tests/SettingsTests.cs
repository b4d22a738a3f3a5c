using FlowLogs;

namespace MetricPublisher.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void All_settings_are_read_from_the_environment()
    {
        var format = string.Join(' ', RejectReader.Fields.Append(FlowLogFields.VpcId).Select(field => $"${{{field}}}"));

        var settings = Read(("METRIC_NAMESPACE", "VpcFlowLogs"), ("STACK_NAME", "net"), ("FLOW_LOG_FORMAT", format));

        Assert.Equal(("VpcFlowLogs", "net"), (settings.Namespace, settings.StackName));
        Assert.Equal(format, settings.Format.ToString());
    }

    [Fact]
    public void The_default_format_is_the_default() =>
        Assert.Same(FlowLogFormat.Default, Read(("METRIC_NAMESPACE", "VpcFlowLogs"), ("STACK_NAME", "net")).Format);

    [Fact]
    public void One_error_names_all_missing_and_invalid_settings()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() =>
            Read(("METRIC_NAMESPACE", "AWS/Logs"), ("FLOW_LOG_FORMAT", "${srcaddr} ${action}")));

        foreach (var expected in new[] { "METRIC_NAMESPACE is 'AWS/Logs'", "STACK_NAME is not set", "no ${protocol}", "no ${packets}" })
            Assert.Contains(expected, thrown.Message);
        Assert.DoesNotContain("no ${action}", thrown.Message);
    }

    static MetricPublisherSettings Read(params (string Name, string Value)[] variables) =>
        MetricPublisherSettings.Read(name => variables.FirstOrDefault(v => v.Name == name).Value);
}
