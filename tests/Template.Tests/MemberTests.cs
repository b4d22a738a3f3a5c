using System.Text.Json.Nodes;

namespace Template.Tests;

/// <summary>Tests the template of an account that sends its records to another account's stack.</summary>
public sealed class MemberTests
{
    static readonly StackTemplate Member = StackTemplate.Load(StackTemplate.MemberFileName);
    static readonly Deployment Stack =
        new(Member, "aws", ("RejectDestinationArn", "arn:aws:logs:eu-west-1:999999999999:destination:flows-reject"));

    public static TheoryData<string> Formats => ["", "${version} ${action} ${protocol} ${packets} ${account-id}"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_member_logs_and_filters_like_the_receiving_stack(string format)
    {
        var receiving = new Deployment(StackTemplate.Load(), "aws", ("FlowLogFormat", format));
        var sending = new Deployment(Member, "aws", ("FlowLogFormat", format),
            ("RejectDestinationArn", Stack.Parameter("RejectDestinationArn")));

        Assert.All(
            [("FlowLog", "LogFormat"), ("FlowLog", "TrafficType"), ("FlowLog", "MaxAggregationInterval"),
                ("ArchiveSubscriptionFilter", "FilterPattern"),
                ("RejectSubscriptionFilter", "FilterPattern"), ("RejectSubscriptionFilter", "Distribution"), ("FlowLogRole", "Policies")],
            property => Assert.Equal(receiving.Properties(property.Item1)[property.Item2]!.ToString(),
                sending.Properties(property.Item1)[property.Item2]!.ToString()));
    }

    [Fact]
    public void Every_reference_resolves_and_every_parameter_is_used() => Assert.Empty(Checks.ReferenceCheck.Findings(Member));

    [Fact]
    public void It_needs_no_transform_so_it_can_be_a_stack_set() => Assert.False(Member.Root.ContainsKey("Transform"));

    [Fact]
    public void The_sending_role_may_write_only_to_the_log_group() => Assert.Equal(
        [new Grant("logs:PutLogEvents", $"arn:aws:logs:{Deployment.Region}:{Deployment.Account}:log-group:/vpc-flow-logs:*")],
        Grant.OfRole(Stack.Properties("SendingRole")));

    [Fact]
    public void Without_a_destination_for_rejects_there_is_one_filter() => Assert.Equal(
        ["ArchiveSubscriptionFilter"], new Deployment(Member, "aws").OfType("AWS::Logs::SubscriptionFilter"));

    [Fact]
    public async Task Moto_creates_the_stack_and_its_filters()
    {
        Assert.SkipUnless(Tool.IsOnPath("python3"), "python3 is not on this machine's PATH");
        var resolved = Path.GetTempFileName();
        try
        {
            var filters = new JsonObject(Stack.OfType("AWS::Logs::SubscriptionFilter")
                .Select(name => KeyValuePair.Create(name, (JsonNode?)Stack.Properties(name))));
            await File.WriteAllTextAsync(resolved, filters.ToJsonString(), TestContext.Current.CancellationToken);
            var (exitCode, output, errors) = await Tool.RunAsync(
                "python3", Path.Combine(Repository.Root, "tests", "Template.Tests", "member.py"), StackTemplate.MemberFileName, resolved);
            Assert.SkipWhen(exitCode == 3, errors.Trim());
            Assert.True(exitCode == 0, errors);

            var state = JsonNode.Parse(output)!;
            Assert.Equal("CREATE_COMPLETE", state["status"]!.ToString());
            Assert.Equal("/vpc-flow-logs", Assert.Single(state["flowLogs"]!.AsArray())!["LogGroupName"]!.ToString());
            Assert.Equal(
                ["arn:aws:logs:eu-west-1:999999999999:destination:flows-archive",
                    "arn:aws:logs:eu-west-1:999999999999:destination:flows-reject"],
                state["filters"]!.AsArray().Select(filter => filter!["destinationArn"]!.ToString()).Order());
            Assert.Equal(2, state["roles"]!.AsArray().Count);
        }
        finally
        {
            File.Delete(resolved);
        }
    }
}
