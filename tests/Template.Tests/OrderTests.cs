using System.Text.Json.Nodes;

namespace Template.Tests;

/// <summary>The order in which CloudFormation creates resources, and its reverse, in which it deletes them.</summary>
public sealed class OrderTests
{
    public static TheoryData<string, string, string> Stacks => new()
    {
        { StackTemplate.FileName, "CountRejects", "true" },
        { StackTemplate.FileName, "CountRejects", "false" },
        { StackTemplate.FileName, "CreateLogGroup", "false" },
        { StackTemplate.FileName, "OrganizationId", "o-abcd123456" },
        { StackTemplate.MemberFileName, "RejectDestinationArn", "" },
        { StackTemplate.MemberFileName, "RejectDestinationArn", "arn:aws:logs:eu-west-1:999999999999:destination:flows-reject" },
    };

    [Theory]
    [MemberData(nameof(Stacks))]
    public void The_flow_log_is_created_after_the_filters_and_deleted_before_them(string file, string parameter, string value)
    {
        var stack = new Deployment(StackTemplate.Load(file), "aws", (parameter, value));

        Assert.Subset(Before(stack, "FlowLog"), stack.OfType("AWS::Logs::SubscriptionFilter").ToHashSet());
    }

    /// <summary>
    /// IAM needs some seconds until a service can assume a new role ("Troubleshoot IAM", changes are not always immediately visible). So
    /// there must be something to create between a role and the stream, filter, destination or flow log that names it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public void Each_role_exists_well_before_the_service_that_assumes_it(string file, string parameter, string value)
    {
        var template = StackTemplate.Load(file);
        var stack = new Deployment(template, "aws", (parameter, value));
        string[] atOnce = ["AWS::Serverless::Function", "AWS::IAM::Role"];
        var users = stack.LogicalIds.Where(logicalId => !atOnce.Contains(stack.TypeOf(logicalId)))
            .SelectMany(user => Named(stack, user).Where(name => stack.TypeOf(name) == "AWS::IAM::Role")
            .Select(role => (User: user, Role: role)));

        Assert.NotEmpty(users);
        Assert.All(users, pair =>
        {
            var others = Before(stack, pair.User);
            others.ExceptWith(Before(stack, pair.Role));
            others.ExceptWith([pair.Role, "StackNameRule", "FlowLogFormatRule"]);
            // The first filter of a member account depends only on its log group, whose creation takes as long as the role's.
            if (file == StackTemplate.FileName)
                Assert.Contains(others, name => stack.TypeOf(name) != "AWS::Logs::LogGroup");
            Assert.Empty(Before(stack, pair.Role));
        });
    }

    /// <summary>Returns the resources that CloudFormation creates before this one.</summary>
    static HashSet<string> Before(Deployment stack, string logicalId)
    {
        var before = new HashSet<string>();
        var left = new Stack<string>(Named(stack, logicalId));
        while (left.TryPop(out var name))
            if (before.Add(name))
                foreach (var other in Named(stack, name))
                    left.Push(other);
        return before;
    }

    /// <summary>Returns the resources that this one refers to in its properties and in DependsOn.</summary>
    static IEnumerable<string> Named(Deployment stack, string logicalId)
    {
        var names = new HashSet<string>();
        stack.Referring = name => names.Add(name);
        stack.Properties(logicalId);
        stack.Referring = null;
        return names.Concat(JsonWalk.Texts(stack.Template.Resources[logicalId]!["DependsOn"]))
            .Where(name => name != logicalId && stack.Has(name));
    }
}
