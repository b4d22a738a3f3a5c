using System.Text.Json.Nodes;
using FlowLogs;

namespace Template.Tests;

/// <summary>Compares statements of docs/ with the template.</summary>
public sealed class DocumentationTests
{
    static readonly StackTemplate Template = StackTemplate.Load();
    static readonly string Operations = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public void The_operations_guide_describes_each_alarm()
    {
        var stack = Deployment.Full(Template);

        Assert.All(stack.OfType("AWS::CloudWatch::Alarm"), logicalId =>
            Assert.Contains($"| `{stack.Properties(logicalId)["AlarmName"]!.ToString()[(Deployment.StackName.Length + 1)..]}` |",
                Operations));
    }

    [Theory]
    [InlineData("operations.md")]
    [InlineData("scale.md")]
    public void Each_parameter_and_output_in_the_documents_exists(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", file));
        var spoken = text.Split('`').Where((_, index) => index % 2 == 1).Select(code => code.Split('=', ':')[0]).ToHashSet();
        var known = Template.Parameters.Concat(Template.Section("Outputs")).Select(entry => entry.Key).ToHashSet();

        Assert.NotEmpty(spoken.Intersect(known));
        Assert.Subset(known, spoken.Where(name => new[] { "Command", "InMBs", "Days", "Interval", "Shards" }.Any(name.EndsWith))
            .ToHashSet());
    }

    [Fact]
    public void The_page_of_fields_matches_the_table_of_fields()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "fields.md"));
        var table = FlowLogFields.All.Select(field =>
            $"| `{field.Name}` | `{field.Column}` | {Checks.RecordCheck.GlueType(field)} | {field.Version} | {field.Meaning} |");

        Assert.Contains($"| --- | --- | --- | --- | --- |\n{string.Join('\n', table)}\n\n", page);
    }

    /// <summary>
    /// "Adding the aws:SourceAccount, aws:SourceArn, and aws:SourceOrgID to a AWS KMS policy is not supported for EventBridge-to-encrypted
    /// topics" (Managing Amazon SNS encryption keys and costs, Amazon SNS Developer Guide).
    /// </summary>
    [Fact]
    public void The_key_policy_has_no_condition_that_loses_alarms()
    {
        var statements = Operations.Split("\n\n").Single(block => block.Contains("kms:EncryptionContext", StringComparison.Ordinal));

        var policy = JsonNode.Parse($"[{statements}]")!.AsArray();

        Assert.Equal("logs.REGION.amazonaws.com", policy[0]!["Principal"]!["Service"]!.ToString());
        Assert.Equal(["cloudwatch.amazonaws.com", "events.amazonaws.com"], JsonWalk.Texts(policy[1]!["Principal"]!["Service"]));
        Assert.Null(policy[1]!["Condition"]);
    }

    [Theory]
    [InlineData("5 min")]
    [InlineData("20 min")]
    [InlineData("60 min")]
    public void The_operations_guide_describes_the_first_day(string after)
    {
        var rows = Operations.Split('\n').Where(line => line.StartsWith($"| {after} |", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.All(row.Trim('|').Split('|'), cell => Assert.False(string.IsNullOrWhiteSpace(cell))));
    }
}
