using System.Text.Json.Nodes;
using FlowLogs;
using Template.Tests.Checks;

namespace Template.Tests;

/// <summary>Stacks with another flow log format, kind of resource or traffic.</summary>
public sealed class FlowLogFormatTests
{
    const string Counted = "${action} ${vpc-id} ${packets} ${reject-reason} ${protocol}";

    static readonly StackTemplate Template = StackTemplate.Load();

    [Theory]
    [InlineData("")]
    [InlineData("${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} "
        + "${start} ${end} ${action} ${log-status}")]
    public void With_the_default_format_the_reject_filter_names_the_fields(string format)
    {
        var stack = new Deployment(Template, "aws", ("FlowLogFormat", format));

        Assert.Equal(FlowLogFormat.Default.ToString(), stack.Properties("FlowLog")["LogFormat"]!.ToString());
        Assert.StartsWith("[version, ", stack.Properties("RejectSubscriptionFilter")["FilterPattern"]!.ToString());
    }

    [Theory]
    [InlineData("", "false", "")]
    [InlineData("", "true", "[version, ")]
    [InlineData(Counted, "true", "")]
    public void The_archive_filter_matches_every_event_unless_it_must_name_fields(string format, string namesFields, string pattern)
    {
        var stack = new Deployment(Template, "aws", ("FlowLogFormat", format), ("ArchiveFilterNamesFields", namesFields));

        var written = stack.Properties("ArchiveSubscriptionFilter")["FilterPattern"]!.ToString();
        Assert.Equal(pattern, written[..pattern.Length]);
        Assert.Equal(pattern.Length == 0, written.Length == 0);
    }

    [Fact]
    public void A_format_is_passed_to_the_flow_log_and_the_functions()
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
    [InlineData("${action} ${packets} ${bytes}", false)]
    [InlineData("${action} ${protocol} ${packets-lost-blackhole}", false)]
    [InlineData("${protocol} ${packets} ${reject-reason}", false)]
    [InlineData(Counted, true)]
    [InlineData("${packets} ${protocol} ${action}", true)]
    [InlineData("${version} ${protocol} ${bytes} ${action} ${packets} ${end}", true)]
    public void A_format_that_cannot_be_counted_fails_early_unless_CountRejects_is_false(string format, bool fits)
    {
        var stack = new Deployment(Template, "aws", ("FlowLogFormat", format));

        Assert.Equal(fits, ParameterCheck.Accepts(stack.Properties("FlowLogFormatRule"), format));
        Assert.False(new Deployment(Template, "aws", ("FlowLogFormat", format), ("CountRejects", "false")).Has("FlowLogFormatRule"));
        Assert.False(Deployment.Plain(Template).Has("FlowLogFormatRule"));
    }

    [Theory]
    [InlineData("CountRejects=false")]
    [InlineData("FlowLogResourceType=TransitGateway FlowLogResourceId=tgw-0123456789abcdef0 VPCId=none")]
    [InlineData("FlowLogResourceType=TransitGatewayAttachment FlowLogResourceId=tgw-attach-0123456789abcdef0 VPCId=none")]
    public void Without_counting_the_stack_has_no_analytics_path_and_says_so(string parameters)
    {
        (string, string)[] values =
        [
            .. parameters.Split(' ').Select(pair => (pair.Split('=')[0], pair.Split('=')[1])), ("AnomalyDetection", "true"),
            ("OrganizationId", "o-abcd123456"),
        ];
        var stack = new Deployment(Template, "aws", values);

        Assert.StartsWith("Rejected packets are not counted", stack.Outputs["RejectCounting"]!["Value"]!.ToString());
        Assert.DoesNotContain("MetricPublisherArn", stack.Outputs.Select(output => output.Key));
        Assert.False(stack.Has("RejectSubscriptionFilter"));
        // The rest of the stack does not refer to absent resources.
        var absent = Template.Resources.Select(resource => resource.Key).Where(logicalId => !stack.Has(logicalId)).ToList();
        var properties = new Deployment(Template.With(template => absent.ForEach(name => template.Resources.Remove(name))), "aws", values);
        Assert.All(properties.LogicalIds, logicalId => properties.Properties(logicalId));
        Assert.NotEmpty(properties.Outputs);
        Assert.DoesNotContain("AWS::Kinesis::Stream", properties.LogicalIds.Select(properties.TypeOf));
    }

    [Theory]
    [InlineData("VPC", "vpc-0123456789abcdef0", "")]
    [InlineData("Subnet", "none", "subnet-0123456789abcdef0")]
    [InlineData("NetworkInterface", "none", "eni-0123456789abcdef0")]
    [InlineData("TransitGateway", "none", "tgw-0123456789abcdef0")]
    [InlineData("TransitGatewayAttachment", "none", "tgw-attach-0123456789abcdef0")]
    public void The_flow_log_has_the_resource_of_the_parameters(string type, string vpc, string resource)
    {
        var stack = new Deployment(Template, "aws", ("FlowLogResourceType", type), ("VPCId", vpc), ("FlowLogResourceId", resource),
            ("TrafficType", "REJECT"));

        var flowLog = stack.Properties("FlowLog");
        Assert.Equal((type, resource.Length > 0 ? resource : vpc),
            (flowLog["ResourceType"]!.ToString(), flowLog["ResourceId"]!.ToString()));
        // "This parameter is not supported for transit gateway resource types" (AWS::EC2::FlowLog, TrafficType).
        Assert.Equal(type.StartsWith("Transit", StringComparison.Ordinal) ? null : "REJECT", flowLog["TrafficType"]?.ToString());
        Assert.Equal(flowLog["LogFormat"]!.ToString(),
            stack.Properties("Decompressor")["Environment"]!["Variables"]!["FLOW_LOG_FORMAT"]!.ToString());
        Assert.True(ParameterCheck.Accepts(Template.Parameters["FlowLogResourceId"]!, resource));
    }

    [Fact]
    public void Without_a_resource_id_only_the_flow_log_is_absent()
    {
        var stack = new Deployment(Template, "aws", ("VPCId", "none"));

        Assert.Equal(Deployment.Plain(Template).LogicalIds.Except(["FlowLog"]), stack.LogicalIds);
        Assert.Contains("create-flow-logs", stack.Outputs["AddVpcCommand"]!["Value"]!.ToString());
    }

    [Fact]
    public void An_existing_log_group_gets_both_filters()
    {
        var stack = new Deployment(Template, "aws", ("CreateLogGroup", "false"), ("CWLogGroupName", "/mine"));

        Assert.False(stack.Has("FlowLogGroup"));
        Assert.All(["ArchiveSubscriptionFilter", "RejectSubscriptionFilter", "FlowLog"], name =>
            Assert.Equal("/mine", stack.Properties(name)["LogGroupName"]!.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Counted)]
    public void Only_the_dashboard_of_the_default_format_has_the_log_widget(string format)
    {
        var stack = new Deployment(Template, "aws", ("FlowLogFormat", format), ("MetricNamespace", "My.Own/name#space"));

        var widgets = JsonNode.Parse(stack.Properties("Dashboard")["DashboardBody"]!.ToString())!["widgets"]!.AsArray();
        Assert.Equal(format.Length == 0, widgets.Any(widget => widget!["type"]!.ToString() == "log"));
        Assert.Contains(widgets, widget => widget!["properties"]!["metrics"]?.ToJsonString().Contains("My.Own/name#space") == true);
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
    public void A_format_that_would_fail_later_is_refused_immediately(string format, bool accepted) =>
        Assert.Equal(accepted, ParameterCheck.Accepts(Template.Parameters["FlowLogFormat"]!, format));

    [Fact]
    public void Every_documented_field_is_allowed_in_the_format() =>
        Assert.True(ParameterCheck.Accepts(Template.Parameters["FlowLogFormat"]!,
            FlowLogFormat.OfNames(FlowLogFields.All.Select(field => field.Name)).ToString()));
}
