using FlowLogs;
using Template.Tests.Checks;

namespace Template.Tests;

/// <summary>What the stack becomes with another flow log format.</summary>
public sealed class FlowLogFormatTests
{
    const string Counted = "${action} ${vpc-id} ${packets} ${reject-reason} ${protocol}";

    static readonly StackTemplate Template = StackTemplate.Load();

    [Theory]
    [InlineData("")]
    [InlineData("${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}")]
    public void With_the_default_format_both_filters_name_the_fields(string format)
    {
        var stack = new Deployment(Template, "aws", ("FlowLogFormat", format));

        Assert.Equal(FlowLogFormat.Default.ToString(), stack.Properties("FlowLog")["LogFormat"]!.ToString());
        Assert.StartsWith("[version, ", stack.Properties("ArchiveSubscriptionFilter")["FilterPattern"]!.ToString());
        Assert.StartsWith("[version, ", stack.Properties("RejectSubscriptionFilter")["FilterPattern"]!.ToString());
    }

    [Fact]
    public void Another_format_goes_to_the_flow_log_and_to_the_functions_and_the_filters_name_no_fields()
    {
        var stack = new Deployment(Template, "aws", ("FlowLogFormat", Counted));

        Assert.Equal(Counted, stack.Properties("FlowLog")["LogFormat"]!.ToString());
        Assert.All(["Decompressor", "MetricPublisher"], function =>
            Assert.Equal(Counted, stack.Properties(function)["Environment"]!["Variables"]!["FLOW_LOG_FORMAT"]!.ToString()));
        Assert.Equal("", stack.Properties("ArchiveSubscriptionFilter")["FilterPattern"]!.ToString());
        Assert.Equal("REJECT", stack.Properties("RejectSubscriptionFilter")["FilterPattern"]!.ToString());
        Assert.Contains($"--log-format '{Counted}'", stack.Outputs["AddVpcCommand"]!["Value"]!.ToString());
        Assert.StartsWith("Rejected packets are counted", stack.Outputs["RejectCounting"]!["Value"]!.ToString());
    }

    [Theory]
    [InlineData("${action} ${packets} ${bytes}")]
    [InlineData("${action} ${protocol} ${packets-lost-blackhole}")]
    [InlineData("${protocol} ${packets} ${reject-reason}")]
    public void Without_action_protocol_and_packets_the_deployment_says_that_nothing_is_counted(string format)
    {
        var stack = new Deployment(Template, "aws", ("FlowLogFormat", format), ("AnomalyDetection", "true"));

        Assert.StartsWith("Rejected packets are not counted", stack.Outputs["RejectCounting"]!["Value"]!.ToString());
        Assert.DoesNotContain("MetricPublisherArn", stack.Outputs.Select(output => output.Key));
        Assert.False(stack.Has("RejectSubscriptionFilter"));
        // What is left of the stack does not refer to what is not there.
        var absent = Template.Resources.Select(resource => resource.Key).Where(logicalId => !stack.Has(logicalId)).ToList();
        var properties = new Deployment(Template.With(template => absent.ForEach(name => template.Resources.Remove(name))), "aws", ("FlowLogFormat", format));
        Assert.All(properties.LogicalIds, logicalId => properties.Properties(logicalId));
        Assert.NotEmpty(properties.Outputs);
        Assert.DoesNotContain("AWS::Kinesis::Stream", properties.LogicalIds.Select(properties.TypeOf));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("${version}", true)]
    [InlineData("${version} ${a-field-of-tomorrow}", true)]
    [InlineData("${version}  ${action}", false)]
    [InlineData(" ${version}", false)]
    [InlineData("${version} ${action} ${version}", false)]
    [InlineData("${version},${action}", false)]
    [InlineData("${version} and ${action}", false)]
    [InlineData("version action", false)]
    [InlineData("${}", false)]
    public void A_format_that_would_fail_later_is_refused_at_once(string format, bool accepted) =>
        Assert.Equal(accepted, ParameterCheck.Accepts(Template.Parameters["FlowLogFormat"]!, format));

    [Fact]
    public void Every_documented_field_can_be_asked_for() =>
        Assert.True(ParameterCheck.Accepts(Template.Parameters["FlowLogFormat"]!, FlowLogFormat.OfNames(FlowLogFields.All.Select(field => field.Name)).ToString()));
}
