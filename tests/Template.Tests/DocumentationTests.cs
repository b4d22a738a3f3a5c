using FlowLogs;

namespace Template.Tests;

/// <summary>What docs/ says of the template is still so.</summary>
public sealed class DocumentationTests
{
    static readonly StackTemplate Template = StackTemplate.Load();
    static readonly string Operations = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public void Each_alarm_has_its_line_in_the_operations_guide()
    {
        var stack = Deployment.Full(Template);

        Assert.All(stack.OfType("AWS::CloudWatch::Alarm"), logicalId =>
            Assert.Contains($"| `{stack.Properties(logicalId)["AlarmName"]!.ToString()[(Deployment.StackName.Length + 1)..]}` |", Operations));
    }

    [Theory]
    [InlineData("operations.md")]
    [InlineData("scale.md")]
    public void Each_parameter_and_output_that_is_spoken_of_exists(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", file));
        var spoken = text.Split('`').Where((_, index) => index % 2 == 1).Select(code => code.Split('=', ':')[0]).ToHashSet();
        var known = Template.Parameters.Concat(Template.Section("Outputs")).Select(entry => entry.Key).ToHashSet();

        Assert.NotEmpty(spoken.Intersect(known));
        Assert.Subset(known, spoken.Where(name => new[] { "Command", "InMBs", "Days", "Interval", "Shards" }.Any(name.EndsWith)).ToHashSet());
    }

    [Fact]
    public void The_page_of_fields_is_the_field_table()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "fields.md"));
        var table = FlowLogFields.All.Select(field => $"| `{field.Name}` | `{field.Column}` | {field.GlueType} | {field.Version} | {field.Meaning} |");

        Assert.Contains($"| --- | --- | --- | --- | --- |\n{string.Join('\n', table)}\n\n", page);
    }

    [Fact]
    public void A_change_that_replaces_something_is_in_the_table_of_updates() =>
        Assert.All(["MaxAggregationInterval", "VPCId", "CWLogGroupName", "S3BucketName", "DatabaseName", "DashboardName", "KmsKeyArn", "FlowLogFormat"], parameter =>
        {
            Assert.True(Template.Parameters.ContainsKey(parameter));
            Assert.Matches($@"\n\| .*`{parameter}`.* \| ", Operations);
        });
}
